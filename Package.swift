// swift-tools-version: 6.0
import PackageDescription

// libtorch is unpacked by `make setup`; LIBTORCH points elsewhere when set.
let libtorch =
  Context.environment["LIBTORCH"] ?? "\(Context.packageDirectory)/.deps/libtorch"

// The targets without libtorch build and test in seconds on their own:
// SMILESTONE_WITHOUT_TORCH=1 leaves the others out (`make test-fast`).
let withTorch = Context.environment["SMILESTONE_WITHOUT_TORCH"] == nil

var targets: [Target] = [
  // Foundations shared by every other target.
  .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
  .target(name: "Support", dependencies: ["CCrypto"]),

  // Pictures.
  .target(
    name: "CImaging",
    linkerSettings: [
      .linkedLibrary("jpeg"), .linkedLibrary("png"), .linkedLibrary("webp"),
      .linkedLibrary("webpdemux"), .linkedLibrary("exif"),
    ]),
  .target(name: "Imaging", dependencies: ["CImaging", "Support"]),

  // Numbers.
  .target(name: "CStatistics"),
  .target(name: "Statistics", dependencies: ["CStatistics", "Support"]),

  // Faces and their labels.
  .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
  .target(name: "Cohort", dependencies: ["CCairo", "Imaging", "Support"]),

  // Results.
  .target(name: "Evaluation", dependencies: ["Cohort", "Statistics", "Support"]),
  .target(name: "Report", dependencies: ["Cohort", "Evaluation", "Imaging", "Support"]),

  // The coverage study of intervals and tests, `make validate`.
  .executableTarget(
    name: "validate", dependencies: ["Cohort", "Evaluation", "Statistics", "Support"]),

  .target(name: "TestSupport", dependencies: ["Support"], path: "Tests/TestSupport"),
]

let fastTargets = ["Support", "Imaging", "Statistics", "Cohort", "Evaluation", "Report"]

let torchTargets = ["Torch", "Models", "Training", "Study"]

if withTorch {
  targets += [
    .target(
      name: "CTorch",
      cxxSettings: [
        .unsafeFlags([
          "-I\(libtorch)/include", "-I\(libtorch)/include/torch/csrc/api/include",
          "-Wno-deprecated-declarations",
        ])
      ],
      linkerSettings: [
        .unsafeFlags(["-L\(libtorch)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(libtorch)/lib"]),
        .linkedLibrary("torch_cpu"), .linkedLibrary("c10"),
        .linkedLibrary("stdc++"),
      ]),
    .target(name: "Torch", dependencies: ["CTorch", "Support"]),
    .target(name: "Models", dependencies: ["Torch", "Support"]),
    .target(name: "Training", dependencies: ["Models", "Imaging", "Cohort", "Support"]),
    .target(
      name: "Study", dependencies: ["Training", "Evaluation", "Report", "Cohort", "Support"]),
    .executableTarget(name: "smilestone", dependencies: ["Study"]),
  ]
}

// Values from reference implementations, with the scripts that made them.
let targetsWithFixtures: Set = ["Imaging", "Statistics", "Evaluation", "Models", "Training"]

targets += (fastTargets + (withTorch ? torchTargets : [])).map { name in
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: name), "TestSupport"],
    resources: targetsWithFixtures.contains(name) ? [.copy("Fixtures")] : [])
}

if withTorch {
  targets.append(
    .testTarget(name: "CommandLineTests", dependencies: ["smilestone", "TestSupport"]))
}

let package = Package(
  name: "Smilestone",
  targets: targets,
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
