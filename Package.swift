// swift-tools-version: 6.0
//
// Every module that a target imports is among its dependencies, also where another one brings it
// along: an incremental build otherwise misses changes in it.
import PackageDescription

// libtorch is unpacked by `make setup`, which also writes for pkg-config where it lies. Where SwiftPM has
// fetched this package for another one, that file is found by PKG_CONFIG_PATH.
let isFetched = Context.packageDirectory.contains("/checkouts/")
let pkgConfig =
  isFetched
  ? "smilestone-libtorch"
  : "\(Context.packageDirectory)/.deps/pkgconfig/smilestone-libtorch.pc"

// Programs find libtorch where set-up put it; LIBTORCH points elsewhere when set. SwiftPM takes such
// flags from no package that it has fetched.
let libtorch =
  Context.environment["LIBTORCH"] ?? "\(Context.packageDirectory)/.deps/libtorch"
let runPath: [LinkerSetting] =
  isFetched ? [] : [.unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", "\(libtorch)/lib"])]

// make says which commit it builds.
let commit = Context.environment["SMILESTONE_COMMIT"] ?? ""

// The targets without libtorch build and test in seconds on their own:
// SMILESTONE_WITHOUT_TORCH=1 leaves the others out (`make test-fast`).
let withTorch = Context.environment["SMILESTONE_WITHOUT_TORCH"] == nil

var targets: [Target] = [
  // Lists the networks and the data sets from their files.
  .plugin(name: "Registry", capability: .buildTool()),

  // Foundations shared by every other target.
  .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
  .target(name: "Support", dependencies: ["CCrypto"]),

  // Weights files of others, and where they are kept.
  .target(name: "Weights", dependencies: ["Support"]),

  // Images.
  .target(
    name: "CImaging",
    linkerSettings: [
      .linkedLibrary("jpeg"), .linkedLibrary("png"), .linkedLibrary("webp"),
      .linkedLibrary("webpdemux"), .linkedLibrary("exif"), .linkedLibrary("heif"),
      .linkedLibrary("tiff"),
    ]),
  .target(name: "Imaging", dependencies: ["CImaging", "Support"]),

  // Moving images, decoded by FFmpeg's libraries.
  .target(
    name: "CVideo",
    linkerSettings: [
      .linkedLibrary("avformat"), .linkedLibrary("avcodec"), .linkedLibrary("swscale"),
      .linkedLibrary("avutil"),
    ]),
  .target(name: "Video", dependencies: ["CVideo", "Imaging", "Support"]),

  // Numbers.
  .target(name: "CStatistics"),
  .target(name: "Statistics", dependencies: ["CStatistics", "Support"]),

  // Faces and their labels: the vocabulary of every target below.
  .target(name: "Faces", dependencies: ["Statistics", "Support"]),

  // dlib, behind one plain C header.
  .target(name: "CFaceDetection", linkerSettings: [.linkedLibrary("dlib")]),
  .target(
    name: "FaceDetection", dependencies: ["CFaceDetection", "Faces", "Imaging", "Support"]),

  // What people and models code of recordings, in the formats of coding programs.
  .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
  .target(name: "Events", dependencies: ["CZip", "Statistics", "Support"]),

  // Faces of others, as they were distributed, and how they are divided.
  .target(
    name: "Datasets", dependencies: ["Events", "Faces", "Imaging", "Support", "Video"],
    plugins: ["Registry"]),

  // Synthetic faces.
  .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
  .target(name: "Synthetic", dependencies: ["CCairo", "Events", "Faces", "Support", "Video"]),

  // How numbers are written; charts, tables and marked-up text.
  .target(name: "Presentation", dependencies: ["Statistics", "Support"]),

  // What is in the data, and what a model could cheat with.
  .target(
    name: "Exploration",
    dependencies: ["Datasets", "Faces", "Imaging", "Presentation", "Statistics", "Support"]),

  // Faces in videos, followed from frame to frame.
  .target(
    name: "Tracking",
    dependencies: [
      "Exploration", "FaceDetection", "Faces", "Imaging", "Statistics", "Support",
    ]),

  // Results: a folder for each analysis.
  .target(
    name: "Analysis",
    dependencies: ["Datasets", "Exploration", "Faces", "Presentation", "Statistics", "Support"]),
  // What a study will find, by simulation, before it is run.
  .target(
    name: "Planning", dependencies: ["Analysis", "Faces", "Presentation", "Statistics", "Support"]),
  .target(
    name: "Report",
    dependencies: [
      "Analysis", "Datasets", "Events", "Exploration", "Faces", "Planning", "Presentation",
      "Statistics", "Support", "Tracking",
    ],
    // The page's style sheets and scripts, inside the program.
    resources: [.embedInCode("Assets")]),

  // Work in pieces that several processes and machines divide.
  .target(name: "SharedWork", dependencies: ["Support"]),

  // Searching for settings.
  .target(name: "Tuning", dependencies: ["SharedWork", "Statistics", "Support"]),

  // The coverage study of intervals and tests, `make validate`.
  .executableTarget(
    name: "validate",
    dependencies: ["Analysis", "Faces", "Planning", "SharedWork", "Statistics", "Support"]),

  .target(
    name: "TestSupport", dependencies: ["Support"], path: "Tests/TestSupport",
    exclude: ["run_onnx.py"]),
  // Imitation archives with and without shortcuts, and how often the audit flags them:
  // Benchmarks/audit.sh.
  .target(
    name: "AuditArchives",
    dependencies: [
      "Datasets", "Exploration", "Faces", "Imaging", "Support", "Synthetic", "TestSupport",
    ], path: "Tests/AuditArchives"),
  .executableTarget(
    name: "audit-power", dependencies: ["AuditArchives", "Statistics", "Support"],
    path: "Benchmarks/AuditPower"),
  // Feeds mutated weights files to the reader; run by scripts/fuzz-weights.sh.
  .executableTarget(
    name: "fuzz-weights", dependencies: ["Weights", "TestSupport"], path: "Tests/WeightsFuzzer"),
]

let fastTargets = [
  "Support", "Weights", "Imaging", "Video", "Statistics", "Events", "Faces", "FaceDetection",
  "Datasets", "Synthetic", "Exploration", "Tracking", "Analysis", "Planning", "Report",
  "SharedWork",
  "Tuning",
]

let torchTargets = ["Torch", "FaceNetworks", "Models", "Expression", "Training", "Study"]

if withTorch {
  targets += [
    .systemLibrary(name: "CLibtorch", pkgConfig: pkgConfig),
    .target(
      name: "CTorch", dependencies: ["CLibtorch"],
      linkerSettings: [
        // Takes the place of the C library's malloc in the whole program.
        .linkedLibrary("tcmalloc_minimal"),
        .linkedLibrary("stdc++"),
      ]),
    .target(name: "Torch", dependencies: ["CTorch", "Weights", "Support"]),
    .target(
      name: "Models", dependencies: ["Torch", "Weights", "Support"], plugins: ["Registry"]),
    // Tables for SPSS.
    .systemLibrary(name: "CReadStat", providers: [.apt(["libreadstat-dev"])]),
    // The commit that it is built from.
    .target(
      name: "CVersion", cSettings: [.define("SMILESTONE_COMMIT", to: "\"\(commit)\"")]),
    // When expressions, apart from heads, become adults'.
    .target(
      name: "Expression",
      dependencies: [
        "Analysis", "Models", "Torch", "Weights", "Imaging", "Statistics", "Support",
      ]),
    .target(name: "Training", dependencies: ["Models", "Torch", "Faces", "Support"]),
    // A convolutional face detector.
    .target(
      name: "FaceNetworks",
      dependencies: ["FaceDetection", "Faces", "Imaging", "Torch", "Weights", "Support"]),
    .target(
      name: "Study",
      dependencies: [
        "CReadStat", "CVersion", "Expression", "FaceNetworks", "Training", "Models", "Torch",
        "Weights", "Report",
        "Presentation", "Planning", "Analysis",
        "Exploration", "Events", "Tracking", "Video", "Synthetic", "Datasets", "FaceDetection",
        "Faces", "Imaging", "SharedWork", "Statistics", "Support",
      ],
      // The R script beside exported results.
      resources: [.embedInCode("Assets")]),
    // Writes the parts of documents that are made from the code, `make reference`.
    .executableTarget(
      name: "document",
      dependencies: ["Study", "Training", "Report", "Analysis", "Synthetic", "Faces", "Support"],
      linkerSettings: runPath),
    .executableTarget(
      name: "smilestone",
      dependencies: [
        "Study", "FaceNetworks", "Training", "Models", "Torch", "Expression", "Weights", "Report",
        "Presentation",
        "Planning", "Tuning", "SharedWork", "Analysis",
        "Exploration", "Events", "Tracking", "Video", "Synthetic", "Datasets", "FaceDetection",
        "Faces", "Statistics", "Imaging", "Support",
      ], linkerSettings: runPath),
  ]
}

// Values from reference implementations, with the scripts that made them.
let targetsWithFixtures: Set = [
  "Support", "Weights", "Imaging", "Video", "Statistics", "Events", "Analysis", "Planning",
  "FaceNetworks", "Models",
  "Expression",
  "Training", "Study",
]

// What tests import besides their own module, Support and TestSupport.
let importedByTests: [String: [String]] = [
  "Video": ["Imaging"], "FaceDetection": ["Faces", "Imaging", "Synthetic"],
  "Datasets": ["Events", "Faces", "Imaging", "Video"],
  "Synthetic": ["Datasets", "Events", "Faces", "Video"],
  "Tracking": ["FaceDetection", "Faces", "Imaging"],
  "Exploration": ["AuditArchives", "Datasets", "Faces", "Imaging", "Statistics", "Synthetic"],
  "Analysis": ["Datasets", "Exploration", "Faces", "Statistics", "Synthetic"],
  "Planning": ["Analysis", "Faces", "Statistics"],
  "Report": [
    "Analysis", "Datasets", "Events", "Exploration", "Faces", "Imaging", "Presentation",
    "Statistics", "Tracking",
  ],
  "FaceNetworks": ["FaceDetection", "Faces", "Imaging"], "Models": ["Torch", "Weights"],
  "Expression": ["Analysis", "Imaging", "Models", "Torch", "Weights"],
  "Training": ["Faces", "Models", "Torch"],
  "Study": ["Analysis", "Faces", "Planning", "Report", "Training"],
]

targets += (fastTargets + (withTorch ? torchTargets : [])).map { name in
  let modules = Set([name, "Support", "TestSupport"] + importedByTests[name, default: []])
  return .testTarget(
    name: "\(name)Tests",
    dependencies: modules.sorted().map { .target(name: $0) },
    resources: targetsWithFixtures.contains(name) ? [.copy("Fixtures")] : [],
    linkerSettings: torchTargets.contains(name) ? runPath : [])
}

if withTorch {
  targets.append(
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "smilestone", "document", "Analysis", "Datasets", "Faces", "Imaging", "Models", "Planning",
        "Study",
        "Support",
        "TestSupport", "Torch", "Weights",
      ],
      exclude: ["compare_parquet.py", "load_export.py"], linkerSettings: runPath))
}

// What other packages may build on: docs/library.md says which of it is stable.
let libraryTargets =
  [
    "Support", "Imaging", "Statistics", "Faces", "Datasets", "Exploration", "Presentation",
    "Analysis",
  ]
  + (withTorch ? ["Torch", "Models", "Training", "Study"] : [])

let package = Package(
  name: "Smilestone",
  products: [.library(name: "Smilestone", targets: libraryTargets)],
  targets: targets,
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
