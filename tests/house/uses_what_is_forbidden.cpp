// Allocates, throws and prints: what headers.clean must be able to see.

#include <iostream>

int* allocates() { return new int[100]; }

void throws() { throw 1; }

void prints() { std::cout << "printed\n"; }
