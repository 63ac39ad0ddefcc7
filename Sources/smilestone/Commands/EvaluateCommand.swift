import Analysis
import Faces
import Foundation
import Study
import Support

enum EvaluateCommand {
  static let command = Command(
    name: "evaluate", summary: "Test expression models on every age group.",
    operands: "[MANIFEST]", operandCount: 0...1,
    discussion: "Rows whose split is validation or test are judged; the tables are made from the "
      + "test rows alone. The manifest needs emotion, age_group and split; its sex, ethnicity, "
      + "votes and its columns sharpness and size are used where it has them. With --predictions "
      + "no model runs: the metrics are made again from what the models predicted before. With "
      + "--from-table nothing is read but a table of accuracies: which claims about the curves "
      + "would they support, for which numbers of faces?",
    options: [
      .value(
        "--model", "FILE", "An expression model; give it once for each.", repeatable: true),
      .value("--predictions", "FILE", "A predictions.csv instead of models."),
      .value(
        "--known-ages", "FILE",
        "True ages of 50 to 200 faces of MANIFEST whose ages are estimated (a CSV with image and age). With "
          + "--age-error, ages that are imputed are corrected by them."),
      .value(
        "--training", "FILE",
        "Beside --predictions: what the same models, trained again, predicted on the same faces "
          + "(trainings/2/predictions.csv of a study); once for each training. With --transition, ages are pooled.",
        repeatable: true),
      .value(
        "--from-table", "FILE",
        "A CSV of published accuracies (model, age_group, accuracy or accuracy_percent, n where "
          + "known), or the word published for the study's own."),
      .value(
        "--sizes", "N,N,...",
        "Faces per age group to assume with --from-table. Default: 50,100,200,500,1000,2000."),
      .value("--out", "DIR", "Where predictions.csv and metrics.json go; not with --from-table."),
      .value(
        "--standard-distribution", "W,...,W",
        "The distribution of emotions that accuracies are standardised to: a weight for each label, in the "
          + "scheme's order (anger to surprise). "
          + "Default: equal."
      ).formerly("--standard-mix"),
      .flag(
        "--representation",
        "Also inspect the models: Grad-CAM maps by age group and emotion, and how alike the models' "
          + "features are; writes representation.json. Needs --model."),
      .value("--replicates", "N", "Bootstrap resamples for each interval. Default: 2000."),
      .ageGroups, FindingList.option, .json, .seed, .cache, SchemeOption.option,
      AppearanceOption.option,
    ] + AnalysisChoice.options + Session.options + [.processTimeout],
    folderUse: .first,
    examples: [
      (
        "smilestone evaluate grouped.csv --model models/infant/model.safetensors "
          + "--model models/adult/model.safetensors --out evaluation",
        "Accuracy with intervals, confusion matrices, and curves over age with their tests."
      ),
      (
        "smilestone evaluate grouped.csv --predictions evaluation/predictions.csv "
          + "--standard-distribution 1,0,1,1,1,1,1 --out again",
        "The same from the predictions given before, at a distribution without disgust."
      ),
      (
        "smilestone evaluate grouped.csv --model models/infant/model.safetensors "
          + "--model models/adult/model.safetensors --representation --out evaluation",
        "Also where each model looks, and how alike they see the same faces."
      ),
      (
        "smilestone evaluate grouped.csv --predictions evaluation/predictions.csv "
          + "--appearance runs/appearance-1 --appearance runs/appearance-2 --out again",
        "Which share of the changes with age appearance alone can make, measured in runs of your own."
      ),
      (
        "smilestone evaluate --from-table published",
        "Which of the study's claims its accuracies support, by the size of the test sets."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let sources = ["--model", "--predictions", "--from-table"].filter(arguments.has)
    guard sources.count == 1 else {
      throw SmilestoneError.usage(
        sources.isEmpty
          ? "`smilestone evaluate` needs --model, --predictions or --from-table."
          : "\(sources.joined(separator: " and ")) cannot go together.",
        remedy: "See `smilestone evaluate --help`.")
    }
    guard sources == ["--predictions"] || !arguments.has("--training") else {
      throw SmilestoneError.usage(
        "--training goes with --predictions.",
        remedy: "Give the first training's predictions with --predictions FILE.")
    }
    guard arguments.has("--age-error") || !arguments.has("--known-ages") else {
      throw SmilestoneError.usage(
        "--known-ages corrects imputed ages, and --age-error, which imputes them, is missing.",
        remedy: "Add --age-error.")
    }
    guard arguments.has("--transition") || !arguments.has("--training") else {
      throw SmilestoneError.usage(
        "--training is for transition ages, and --transition is missing.",
        remedy: "Add --transition.")
    }
    guard sources == ["--model"] || !arguments.has("--representation") else {
      throw SmilestoneError.usage(
        "--representation inspects models, and \(sources[0]) has none.",
        remedy: "Give the models with --model FILE.")
    }
    if let table = arguments.string("--from-table") {
      guard arguments.operands.isEmpty, !arguments.has("--out") else {
        throw SmilestoneError.usage(
          "--from-table reads no manifest and writes no files.",
          remedy: "Leave out \(arguments.operands.first ?? "--out"); --json prints all numbers.")
      }
      return try judge(table, arguments)
    }
    let out = try arguments.requiredURL("--out")
    let settings = EvaluationSettings(
      seed: try arguments.seed() ?? 1,
      replicates: try arguments.integer("--replicates", in: 1...1_000_000) ?? 2000,
      standardDistribution: try arguments.numbers("--standard-distribution"))
    let choice = try AnalysisChoice(arguments)
    let appearance = try AppearanceOption.reference(arguments)
    guard arguments.has("--predictions") else {
      return try Session.shared(arguments) { session in
        try fromModels(
          arguments, session, settings: settings, appearance: appearance, choice: choice, out: out
        ).map { try show($0, arguments, out: out) }
      }
    }
    try show(
      fromPredictions(
        arguments, settings: settings, appearance: appearance, choice: choice, out: out),
      arguments, out: out)
  }

  private static func show(_ metrics: Metrics, _ arguments: Arguments, out: URL) throws {
    if metrics.appearance == nil, arguments.has(AppearanceOption.option.name) {
      TerminalObserver().message(
        "--appearance changed nothing: all test faces are synthetic, or the runs have other age groups than "
          + "\(metrics.vocabulary.ages.boundsInWords), or their labels are not the study's seven emotions."
      )
    }
    if arguments.has("--json") { return try printJSON(metrics) }
    print(metrics.text(arguments, file: out.appendingPathComponent("metrics.json")))
  }

  private static func judge(_ table: String, _ arguments: Arguments) throws {
    let sizes = try arguments.numbers("--sizes")?.map { size in
      guard let count = Int(exactly: size) else {
        throw SmilestoneError.usage(
          "--sizes: \(size) is no number of faces.", remedy: "Give --sizes 50,100,200, say.")
      }
      return count
    }
    let accuracies =
      try table == "published"
      ? AccuracyTable.published
      : AccuracyTable(
        contentsOf: URL(fileURLWithPath: table), ages: arguments.ageGroups() ?? .study)
    accuracies.readingNotes.forEach(TerminalObserver().message)
    let report = try ClaimReport(
      accuracies,
      sizes: sizes ?? ClaimReport.defaultSizes)
    if arguments.has("--json") { try printJSON(report) } else { print(report.text) }
  }

  private static func fromPredictions(
    _ arguments: Arguments, settings: EvaluationSettings, appearance: AppearanceReference,
    choice: AnalysisChoice, out: URL
  ) throws -> Metrics {
    let source = URL(fileURLWithPath: try arguments.required("--predictions"))
    // Read once, so that what is copied is what the metrics were made from.
    let content = try InputFile.read(source)
    var table = try PredictionTable(
      CSVReader(content, name: source.path, expected: PredictionTable.columns(.emotions7)))
    table.readingNotes.forEach(TerminalObserver().message)
    let manifest = try arguments.operands.first.map {
      try arguments.labelled(
        Manifest(contentsOf: URL(fileURLWithPath: $0), observer: TerminalObserver()), name: $0)
    }
    if let manifest, let path = arguments.operands.first {
      try manifest.vocabulary.labels.requireAgreement(
        path, with: table.vocabulary.labels, source.path,
        remedy:
          "Give the manifest that the models were evaluated on, or make its labels into theirs "
          + "with --scheme.")
    }
    if let ages = try arguments.ageGroups() {
      try table.vocabulary.ages.require(
        ages, in: source.path, as: "--age-groups",
        remedy: "Leave out --age-groups, or evaluate the models again with it.")
    }
    if let manifest { table.takePhotographs(from: manifest) }
    let evidence = try Evidence(
      predictions: table,
      furtherTrainings: try arguments.strings("--training").map {
        try PredictionTable(contentsOf: URL(fileURLWithPath: $0))
      }, manifest: manifest,
      knownAges: try knownAges(arguments), settings: settings, wanted: choice.wanted,
      results: .with(appearance), observer: TerminalObserver())
    var metrics = try Metrics(evidence, plan: choice.plan)
    // The folder never holds metrics beside predictions that they were not made from.
    let predictions = out.appendingPathComponent("predictions.csv")
    try AtomicFile.write(content, to: predictions)
    try metrics.record(predictionsIn: predictions)
    try metrics.write(to: out.appendingPathComponent("metrics.json"))
    return metrics
  }

  private static func knownAges(_ arguments: Arguments) throws -> KnownAgeSample? {
    try arguments.url("--known-ages").map {
      try KnownAgeSample(contentsOf: $0, observer: TerminalObserver())
    }
  }

  /// - Returns: nil in all processes but the first, which alone writes.
  private static func fromModels(
    _ arguments: Arguments, _ session: Session, settings: EvaluationSettings,
    appearance: AppearanceReference, choice: AnalysisChoice, out: URL
  ) throws -> Metrics? {
    guard let path = arguments.operands.first else {
      throw SmilestoneError.usage(
        "`smilestone evaluate --model` needs MANIFEST.", remedy: "See `smilestone evaluate --help`."
      )
    }
    var manifest = try arguments.labelled(
      Manifest(contentsOf: URL(fileURLWithPath: path), observer: session.observer), name: path)
    if let ages = try arguments.ageGroups() {
      manifest = try manifest.sorted(into: ages, place: path)
    }
    // A study's faces are all still there, and all models judge the same ones.
    var areSettled = RunFolder.isManifest(URL(fileURLWithPath: path))
    var readable = manifest
    let predictor = ExpressionPrediction(
      observer: session.observer, processes: session.processes)
    var rows: [PredictionRow] = []
    let cache = session.cache(arguments, output: out)
    var settings = settings
    settings.trainedOn = [:]
    for path in arguments.strings("--model") {
      let file = try ModelFile(
        contentsOf: URL(fileURLWithPath: path), kind: .expression, device: session.device)
      guard !rows.contains(where: { $0.model == file.description.name }) else {
        throw SmilestoneError.usage(
          "Two of the models are called “\(file.description.name)”.",
          remedy: "Evaluate one infant and one adult model.")
      }
      try file.description.requireGroups(of: manifest, model: path, manifest: arguments.operands[0])
      if let warning = OriginWarning([file.description], about: manifest) {
        session.observer.message(warning.message)
      }
      let faces = try session.processes.firstsBeforeOthers {
        try LoadedFaces(
          readable, form: file.description.faceForm, cache: cache, observer: session.observer,
          areSettled: areSettled)
      }
      (readable, areSettled) = (faces.manifest, true)
      if rows.isEmpty, let copies = faces.copiesInWords { session.observer.message(copies) }
      rows += try predictor.predictionRows(file, for: faces)
      settings.trainedOn[file.description.name] = file.description.trainedOn
      if session.isWriting {
        try session.observer.report(faces.skipped, to: out.appendingPathComponent("skipped.csv"))
      }
    }
    guard rows.contains(where: { $0.split == Split.test.rawValue }) else {
      throw SmilestoneError.badInput(
        "\(path) has no test faces with an emotion.",
        remedy: "Fill its columns emotion, age_group and split; see `smilestone stratify --split`.")
    }
    guard session.isWriting else { return nil }
    let metrics = try ModelEvaluation.write(
      rows, manifest: manifest, knownAges: knownAges(arguments), agePredictions: [],
      baselineAgeInYears: nil, settings: settings,
      appearance: appearance, choice: choice,
      predictions: out.appendingPathComponent("predictions.csv"),
      metrics: out.appendingPathComponent("metrics.json"), observer: TerminalObserver())
    if arguments.has("--representation") {
      try RepresentationAnalysis(device: session.device, observer: session.observer).representation(
        of: arguments.strings("--model").map { URL(fileURLWithPath: $0) }, seed: settings.seed
      ) { description in
        try LoadedFaces(
          readable, form: description.faceForm, cache: cache, observer: session.observer,
          areSettled: areSettled)
      }.write(to: out.appendingPathComponent("representation.json"))
    }
    return metrics
  }
}
