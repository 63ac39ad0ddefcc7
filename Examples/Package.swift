// swift-tools-version: 6.0
//
// Programs that build on Smilestone's library, from outside: `make examples` builds and runs them.
import PackageDescription

// Where the checkout's set-up has put libtorch; a program of your own finds it by its run path, too.
let libtorch =
  Context.environment["LIBTORCH"] ?? "\(Context.packageDirectory)/../.deps/libtorch"

let package = Package(
  name: "Examples",
  dependencies: [.package(name: "Smilestone", path: "..")],
  targets: ["PredictFolder", "OwnAnalysis", "ReadResults"].map { name in
    .executableTarget(
      name: name, dependencies: [.product(name: "Smilestone", package: "Smilestone")],
      linkerSettings: [
        .unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", "\(libtorch)/lib"])
      ])
  },
  swiftLanguageModes: [.v6])
