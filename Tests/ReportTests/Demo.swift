import Analysis
import Exploration
import Faces
import Foundation
import Presentation
import Report
import Statistics
import Support

/// A made-up run that fills every part of the page. Its numbers are drawn with a seed.
enum Demo {
  private static let madeAudit = Result { try audit() }
  private static let madeRepresentation = Result { try representation() }
  private static let madeMatrix = Result { try matrix() }
  private static let madeFaces = Result { try judgedFaces() }

  static func input() throws -> ReportInput {
    var generator = SeededGenerator(seed: 7, stream: "demo")
    var input = ReportInput(
      runName: "demo",
      cohort: CohortDescription(
        text:
          "Synthetic faces of 640 subjects from the cohort “both”: heads and expressions develop.",
        isSynthetic: true),
      counts: HeadlineCounts(faces: 6_215, emotions: 7, ageGroups: 5, models: 2, skipped: 3))
    input.emotionCounts = emotionCounts(&generator)
    input.sampleFaces = sampleFaces
    input.sources = [
      SourceCount(
        name: "studio", faces: 2_071, subjects: 213,
        labels: [(.happy, 1_500), (.sad, 571)],
        references: [Reference("article", "one2020studio", ["title": "{A} studio"])]),
      SourceCount(name: "street", faces: 4_144, subjects: nil),
    ]
    input.methodNotes = [
      MethodNote(
        title: "Losses",
        paragraphs: ["Cross-entropy with label smoothing 0.05 plus the combined distance loss."],
        equations: Equation.allCases)
    ]
    input.methodsText = ["Two networks were trained, one on toddlers and one on adults."]
    input.dataSheet = [Fact(name: "Labels", text: "Emotions that raters perceived.")]
    input.programVersion = "0.1.0"
    input.architectures = [
      architecture(.age, "ResNet-50", frozen: false),
      architecture(.infant, "ResNet-18", frozen: false),
      architecture(.adult, "ResNet-18", frozen: true),
    ]
    input.studySettings = [
      Fact(name: "Preset", text: "synthetic"), Fact(name: "Seed", text: "1"),
    ]
    input.settings = [
      Setting(name: "image size", infant: "64 px", adult: "64 px", age: "64 px"),
      Setting(name: "dropout", infant: "0.5", adult: "0.7", age: "0.2"),
      Setting(name: "learning rate", infant: "0.0005", adult: "0.001", age: "0.001"),
      Setting(name: "distance loss λ", infant: "0.0035", adult: "0.0035"),
    ]
    input.histories = [
      history(.age, epochs: 12, chosen: 10), history(.infant, epochs: 28, chosen: 17),
      history(.adult, epochs: 1, chosen: 1),
    ]
    input.metrics = try metrics()
    input.agePredictions = agePredictions
    input.audit = try madeAudit.get()
    input.representation = try madeRepresentation.get()
    input.matrix = try madeMatrix.get()
    input.judgedFaces = try madeFaces.get()
    input.limitations = [
      Fact(
        name: "Heads or expressions",
        text:
          "Heads and photographs change with age too: no accuracy curve separates appearance from "
          + "expression by itself."),
      Fact(name: "Labels given by adults", text: "Labels are adults’ perceptions."),
    ]
    input.provenance = [
      ProvenanceEntry(key: "seed", values: ["20250301"]),
      ProvenanceEntry(
        key: "manifest.csv",
        values: ["sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]),
      ProvenanceEntry(key: "versions", values: ["smilestone 0.1", "libtorch 2.13.0"]),
    ]
    input.warnings = ["How well the age estimator transfers to grey images is unmeasured."]
    return input
  }

  private static func emotionCounts(_ generator: inout SeededGenerator) -> [EmotionCount] {
    let scales: [AgeGroup: Int] = [
      .toddler: 110, .youngerChild: 80, .olderChild: 60, .teenager: 90, .adult: 420,
    ]
    return AgeGrouping.study.groups.flatMap { group in
      LabelScheme.emotions7.emotions.flatMap { emotion in
        ["train", "validation", "test"].map { split in
          let scale = Double(scales[group] ?? 0) * (split == "train" ? 1 : 0.25)
          let count = scale * generator.uniform(0.1, 1)
          return EmotionCount(
            ageGroup: group, emotion: emotion, split: split, count: Int(count))
        }
      }
    }
  }

  private static var sampleFaces: [SampleFace] {
    AgeGrouping.study.groups.flatMap { group in
      LabelScheme.emotions7.emotions.map { emotion in
        let smiles: [Double] = [-0.6, -0.4, -0.2, 1, 0, -1, 0.3]
        return SampleFace(
          image: Image.face(
            eyes: 0.2 - 0.025 * Double(AgeGrouping.study.index(of: group)),
            smile: smiles[LabelScheme.emotions7.position(of: emotion)]),
          ageGroup: group, emotion: emotion,
          ageInYears: [1.4, 6.2, 10.8, 15.1, 38.6][AgeGrouping.study.index(of: group)],
          source: "drawn", isRealInfant: false)
      }
    }
  }

  private static func architecture(
    _ model: StudyModel, _ backbone: String, frozen: Bool
  ) -> Architecture {
    Architecture(
      model: model, backbone: backbone,
      layers: [
        .init(name: "conv1, bn1", outputShape: "64 × 32 × 32", parameterCount: 9_536),
        .init(
          name: "layer1", outputShape: "64 × 16 × 16", parameterCount: 147_968, isFrozen: frozen),
        .init(name: "layer2", outputShape: "128 × 8 × 8", parameterCount: 525_568),
        .init(name: "layer3", outputShape: "256 × 4 × 4", parameterCount: 2_099_712),
        .init(name: "layer4", outputShape: "512 × 2 × 2", parameterCount: 8_393_728),
        .init(name: "dropout", outputShape: "512", parameterCount: 0),
        .init(name: "fc", outputShape: "7", parameterCount: 3_591),
      ])
  }

  private static func history(_ model: StudyModel, epochs: Int, chosen: Int) -> TrainingHistory {
    let points = (1...epochs).map { number -> TrainingHistory.Epoch in
      let fall = exp(-Double(number) / 6)
      let rise = Double(max(0, number - chosen)) * 0.02
      return TrainingHistory.Epoch(
        number: number, learningRate: 0.0005 * fall, trainLoss: 0.6 + 1.5 * fall,
        validationLoss: 1.1 + 0.9 * fall + rise,
        trainScore: model == .age ? 3 + 9 * fall : 0.9 - 0.7 * fall,
        validationScore: model == .age ? 5 + 8 * fall + rise : 0.62 - 0.45 * fall - rise / 4,
        seconds: 21.4)
    }
    return TrainingHistory(model: model, epochs: points, chosenEpoch: chosen)
  }
}

/// Short names for what the tests change.
extension ReportInput {
  var metrics: Metrics? {
    get { results.metrics }
    set { results.metrics = newValue }
  }
  var agePredictions: [AgePrediction] {
    get { results.agePredictions }
    set { results.agePredictions = newValue }
  }
  var audit: ShortcutAudit? {
    get { results.files[Shortcuts.self] }
    set { results.files[Shortcuts.self] = newValue }
  }
  var representation: Representation? {
    get { results.files[ModelRepresentation.self] }
    set { results.files[ModelRepresentation.self] = newValue }
  }
  var matrix: TrainTestMatrix? {
    get { results.files[FairTraining.self] }
    set { results.files[FairTraining.self] = newValue }
  }
}
