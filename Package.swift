// swift-tools-version: 6.0
//
// Every module that a target imports is among its dependencies, also where another one brings it
// along: an incremental build otherwise misses changes in it.
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

  // Weights files of others, and where they are kept.
  .target(name: "Weights", dependencies: ["Support"]),

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

  // dlib, behind one plain C header.
  .target(name: "CFaces", linkerSettings: [.linkedLibrary("dlib")]),
  .target(name: "Faces", dependencies: ["CFaces", "Cohort", "Imaging", "Support"]),

  // What is in the data, and what a model could cheat with.
  .target(name: "Exploration", dependencies: ["Cohort", "Imaging", "Statistics", "Support"]),

  // Results.
  .target(name: "Evaluation", dependencies: ["Cohort", "Statistics", "Support"]),
  .target(
    name: "Report",
    dependencies: ["Cohort", "Evaluation", "Exploration", "Statistics", "Support"],
    // The page's style sheets and scripts, inside the program.
    resources: [.embedInCode("Assets")]),

  // Searching for settings.
  .target(name: "Tuning", dependencies: ["Statistics", "Support"]),

  // The coverage study of intervals and tests, `make validate`.
  .executableTarget(
    name: "validate", dependencies: ["Cohort", "Evaluation", "Statistics", "Support"]),

  .target(name: "TestSupport", dependencies: ["Support"], path: "Tests/TestSupport"),
  // Feeds mutated weights files to the reader; run by scripts/fuzz-weights.sh.
  .executableTarget(
    name: "fuzz-weights", dependencies: ["Weights", "TestSupport"], path: "Tests/WeightsFuzzer"),
]

let fastTargets = [
  "Support", "Weights", "Imaging", "Statistics", "Cohort", "Faces", "Exploration", "Evaluation",
  "Report", "Tuning",
]

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
        // Takes the place of the C library's malloc in the whole program.
        .linkedLibrary("tcmalloc_minimal"),
        .linkedLibrary("stdc++"),
      ]),
    .target(name: "Torch", dependencies: ["CTorch", "Weights", "Support"]),
    .target(name: "Models", dependencies: ["Torch", "Weights", "Support"]),
    .target(name: "Training", dependencies: ["Models", "Torch", "Cohort", "Support"]),
    .target(
      name: "Study",
      dependencies: [
        "Training", "Models", "Torch", "Weights", "Report", "Exploration", "Evaluation", "Faces",
        "Cohort", "Imaging", "Support",
      ]),
    .executableTarget(
      name: "smilestone",
      dependencies: [
        "Study", "Training", "Torch", "Weights", "Report", "Tuning", "Faces", "Exploration",
        "Evaluation", "Statistics", "Cohort", "Imaging", "Support",
      ]),
  ]
}

// Values from reference implementations, with the scripts that made them.
let targetsWithFixtures: Set = [
  "Support", "Weights", "Imaging", "Statistics", "Evaluation", "Models", "Training",
]

// What tests import besides their own module, Support and TestSupport.
let importedByTests: [String: [String]] = [
  "Cohort": ["Imaging"], "Faces": ["Cohort", "Imaging"],
  "Exploration": ["Cohort", "Imaging", "Statistics"], "Evaluation": ["Cohort", "Statistics"],
  "Report": ["Cohort", "Evaluation", "Exploration", "Imaging", "Statistics"],
  "Models": ["Torch", "Weights"], "Training": ["Cohort", "Models", "Torch"],
  "Study": ["Cohort", "Evaluation", "Report", "Training"],
]

targets += (fastTargets + (withTorch ? torchTargets : [])).map { name in
  let modules = Set([name, "Support", "TestSupport"] + importedByTests[name, default: []])
  return .testTarget(
    name: "\(name)Tests",
    dependencies: modules.sorted().map { .target(name: $0) },
    resources: targetsWithFixtures.contains(name) ? [.copy("Fixtures")] : [])
}

if withTorch {
  targets.append(
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "smilestone", "Cohort", "Evaluation", "Imaging", "Study", "Support", "TestSupport", "Torch",
      ],
      exclude: ["load_export.py"]))
}

let package = Package(
  name: "Smilestone",
  targets: targets,
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
