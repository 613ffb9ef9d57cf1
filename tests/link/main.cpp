#include "net.hpp"

int main() {
    staticnn::Model<Net> model;
    train(model);
}
