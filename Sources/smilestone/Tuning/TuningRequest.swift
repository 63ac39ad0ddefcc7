import Faces
import Foundation
import Imaging
import Study
import Support
import Torch
import Training
import Tuning

/// What `smilestone tune` was asked for.
struct TuningRequest {
  enum Model: String, CaseIterable, Codable {
    case infant, adult, age
  }

  let model: Model
  /// The name of the age group whose faces are used; nil for all.
  let group: String?
  /// What the search starts from.
  let settings: TrainingSettings
  let search: Search
  let workers: Int
  private let preset: StudyConfiguration
  private let colour: FaceColour

  init(_ arguments: Arguments) throws {
    preset = try StudyConfiguration(preset: TrainingOptions.preset(arguments))
    colour = try TrainingOptions.colour(arguments, preset: preset)
    model = try arguments.choice("--model") ?? .adult
    group = arguments.string("--group")
    workers = try arguments.integer("--workers", in: 1...1024) ?? 1
    let base =
      switch model {
      case .infant: preset.infant
      case .adult: preset.adult
      case .age: preset.age
      }
    let kind = model == .age ? ModelDescription.Kind.age : .expression
    settings = try TrainingOptions.settings(
      arguments, startingFrom: base, of: preset.preset, kind: kind)
    let dimensions = try arguments.strings("--search").map { try SearchDimension($0) }
    search = Search(
      dimensions: dimensions.isEmpty ? Search.studyDimensions : dimensions,
      strategy: try arguments.choice("--strategy") ?? .grid,
      trials: try arguments.integer("--trials", in: 1...10_000) ?? 18, epochs: settings.epochs,
      folds: try arguments.integer("--folds", in: 2...100),
      seeds: try arguments.integer("--seeds", in: 2...100), seed: settings.seed)
    try refuseContradictions(arguments)
    for candidate in try search.candidates() {
      let candidate = try SettingsFile.applying(
        candidate.assignments, to: settings, option: "--search")
      try candidate.validate()
      try InitialWeights.requireFit(candidate, kind: kind)
    }
  }

  private func refuseContradictions(_ arguments: Arguments) throws {
    if arguments.has("--trials"), search.strategy == .grid {
      throw SmilestoneError.usage(
        "A grid tries all combinations, so --trials does nothing.",
        remedy: "Leave it out, or add --strategy random.")
    }
    for key in search.dimensions.map(\.key) where ["epochs", "seed"].contains(key) {
      throw SmilestoneError.usage(
        "--search \(key): this setting is the search's own.", remedy: "Use --\(key) N.")
    }
  }

  var scoreKind: ScoreKind { model == .age ? .meanAbsoluteErrorInYears : .accuracy }

  // MARK: Faces

  /// The decoded faces, divided, and what the trainings may see of them; one manifest a fold.
  func faces(
    _ session: Session, _ arguments: Arguments, folder: TuningFolder
  ) throws -> (LoadedFaces, [Manifest]) {
    let label = model == .age ? TrainingNeed.Label.age : .emotion
    let faces = try label.faces(
      arguments, session: session, settings: settings, preset: preset, colour: colour,
      out: folder.url)
    let ages = faces.manifest.vocabulary.ages
    let group = try group.map { try ages.group(named: $0, option: "--group") }
    let manifests = try faces.manifestsForSearching(folds: search.folds, seed: settings.seed) {
      group == nil || $0.ageGroup == group
    }
    let need = TrainingNeed(model.rawValue, label: label, group: group, of: ages)
    try need.requireGroup(in: faces.manifest.records)
    for manifest in manifests { try need.require(in: manifest.records) }
    return (faces, manifests)
  }

  // MARK: Trainings

  /// The search, whose trainings are this program's own `train` or `age train`.
  func tuner(
    _ arguments: Arguments, folder: TuningFolder, observer: any ProgressObserver
  ) throws -> Tuner {
    let program = try SlurmOptions.program()
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let threads = max(1, (try arguments.integer("--threads", in: 1...1024) ?? cores) / workers)
    var common = model == .age ? ["age", "train"] : ["train"]
    if model != .age { common += ["--model", model.rawValue] }
    common += [
      "--preset", preset.preset.rawValue, "--config", folder.base.path,
      "--cache", arguments.string("--cache") ?? folder.cache.path, "--threads", "\(threads)",
    ]
    for flag in ["--grey", "--colour", "--random-initialisation"] where arguments.has(flag) {
      common.append(flag)
    }
    for option in ["--device", "--checkpoint-every"] {
      if let value = arguments.string(option) { common += [option, value] }
    }
    let shared = common
    return Tuner(
      search: search, folder: folder.url, kind: scoreKind, workers: workers, observer: observer,
      train: { trial, place in
        let model = ModelFolder(place)
        // That of a search that was killed may still run: it is no failure.
        try FolderLock.requireFree(place)
        let reason = try TrialProcess(
          program: program,
          arguments: shared + [
            folder.faces(fold: trial.fold).path, "--out", place.path, "--epochs",
            "\(trial.epochs)", "--seed", "\(trial.seed ?? search.seed)",
            // A search calibrates nothing: all validation faces tell its candidates apart.
            "--set", "calibrationShare=0",
          ] + trial.candidate.assignments.flatMap { ["--set", $0] },
          environment: ProcessPlace.removed(from: ProcessInfo.processInfo.environment),
          log: place.appendingPathComponent("log.txt")
        ).run()
        // A search needs the histories; dozens of models would fill a disk.
        try? FileManager.default.removeItem(at: model.model)
        return reason
      },
      score: { place in
        let model = ModelFolder(place)
        guard model.isComplete else { return nil }
        let history = try TrainingHistory(contentsOf: model.history)
        return history.bestEpoch.map { best in
          TrialScore(
            bestEpoch: best.epoch, loss: best.validation.loss, score: best.validation.score,
            seconds: history.epochs.reduce(0) { $0 + $1.seconds })
        }
      })
  }
}
