// libtorch is C++, which CTorch wraps.
