import Datasets
import Faces
import Foundation
import Support

/// The options that say how faces are divided.
enum SplitOptions {
  static let options: [Option] = [
    .flag("--split", "Divide the faces into train, validation and test again."),
    .value(
      "--split-by", "WHAT",
      "What never crosses splits besides photographs: subject, or source as well. Default: "
        + "subject."),
    .value("--folds", "N", "Divide into N folds instead, in the column fold."),
    .flag("--leave-one-subject-out", "A fold for each subject instead."),
    .value(
      "--test-fold", "N",
      "The fold to test on; the next one is for validation, all others for training. Default: 1."),
    .value(
      "--splits", "FILE",
      "Reuse the splits in this file; where there is none, divide again and write it."),
  ]

  private enum Unit: String, CaseIterable {
    case subject, source
  }

  /// Whether the user asks for splits at all.
  static func areGiven(_ arguments: Arguments) -> Bool {
    options.contains { arguments.has($0.name) }
  }

  /// Fills `split`, `fold` and `duplicate_cluster` as the options say.
  static func apply(
    _ arguments: Arguments, to manifest: inout Manifest, observer: any ProgressObserver
  ) throws {
    try refuseContradictions(arguments)
    let file = arguments.url("--splits")
    if let file, FileManager.default.fileExists(atPath: file.path) {
      guard !arguments.has("--split") else {
        throw SmilestoneError.usage(
          "\(file.path) exists, and --split asks for new splits.",
          remedy: "Leave --split out to reuse the file, or name another file.")
      }
      let hashes = try manifest.contentHashes(observer: observer)
      try FrozenSplits(contentsOf: file).apply(to: &manifest, contentHashes: hashes)
      return observer.message("The splits are those of \(file.path).")
    }
    let scan = try DuplicateScan(manifest, observer: observer)
    for image in scan.skipped {
      observer.message("Not compared: \(image.image): \(image.reason)")
    }
    try divide(arguments, &manifest, scan)
    manifest.setDuplicateClusters(scan.duplicates.names)
    if let file {
      try FrozenSplits.write(manifest, contentHashes: scan.contentHashes, to: file)
    }
  }

  private static func divide(
    _ arguments: Arguments, _ manifest: inout Manifest, _ scan: DuplicateScan
  ) throws {
    let splitter = Splitter(
      seed: try arguments.seed() ?? 1,
      bySource: try arguments.choice("--split-by", of: Unit.self) == .source,
      ages: manifest.vocabulary.ages)
    let clusters = scan.duplicates.names
    var folds: [Int]?
    if let count = try arguments.integer("--folds", in: 3...1000) {
      folds = try splitter.folds(
        count, of: manifest.records, contentHashes: scan.contentHashes,
        duplicateClusters: clusters)
    } else if arguments.has("--leave-one-subject-out") {
      folds = try Splitter.leaveOneSubjectOut(
        manifest.records, contentHashes: scan.contentHashes, duplicateClusters: clusters)
    }
    let splits: [Split]
    if let folds {
      manifest.setExtraColumn(FrozenSplits.foldColumn, to: folds.map(String.init))
      let fold = try arguments.integer("--test-fold", in: 1...Int.max) ?? 1
      splits = try Splitter.splits(ofFolds: folds, testing: fold)
    } else {
      splits = try splitter.splits(
        of: manifest.records, contentHashes: scan.contentHashes, duplicateClusters: clusters)
    }
    for index in manifest.records.indices { manifest.records[index].split = splits[index] }
  }

  private static func refuseContradictions(_ arguments: Arguments) throws {
    let hasFolds = arguments.has("--folds") || arguments.has("--leave-one-subject-out")
    if arguments.has("--folds") && arguments.has("--leave-one-subject-out") {
      throw SmilestoneError.usage(
        "--folds and --leave-one-subject-out exclude each other.", remedy: "Give one of them.")
    }
    if arguments.has("--leave-one-subject-out") && arguments.has("--split-by") {
      throw SmilestoneError.usage(
        "--leave-one-subject-out divides by subject; --split-by does not go with it.",
        remedy: "Use --folds with --split-by.")
    }
    if arguments.has("--test-fold") && !hasFolds {
      throw SmilestoneError.usage(
        "--test-fold needs folds.", remedy: "Give --folds or --leave-one-subject-out.")
    }
  }
}
