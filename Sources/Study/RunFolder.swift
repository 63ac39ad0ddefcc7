import Analysis
import Foundation
import Support

/// Where a study keeps its files.
public struct RunFolder: Sendable {
  public let url: URL

  public init(_ url: URL) { self.url = url.standardizedFileURL }

  public var configuration: URL { file("study.json") }
  /// All faces with ages, groups and splits.
  public var manifest: URL { file("manifest.csv") }
  public var skipped: URL { file("skipped.csv") }
  public var provenance: URL { file("provenance.json") }
  /// The page's title and whose work the run is.
  public var byline: URL { file("byline.json") }
  public var report: URL { file("report.html") }
  public var figures: URL { file("figures") }
  public var predictions: URL { file("evaluation/predictions.csv") }
  public var metrics: URL { file("evaluation/metrics.json") }
  /// The plan that the study holds to, and the faces that it expects beside those that were found.
  public var plan: URL { file("plan.json5") }
  public var planDifferences: URL { file("plan-differences.csv") }
  /// When the expression itself changes.
  public var expression: ExpressionFolder {
    ExpressionFolder(file(ExpressionDevelopment.file).deletingLastPathComponent())
  }
  /// Where the models look, and how alike they see the same faces.
  public var representation: URL { file(ModelRepresentation.file) }
  /// What a model could score with without reading a face.
  public var audit: URL { file(Shortcuts.file) }
  /// Models trained alike on each age group, what they were trained with, and what they predicted.
  public var matrix: URL { file(FairTraining.file) }
  public var matrixFolder: URL { file("matrix") }
  public var matrixSettings: URL { file("matrix/settings.json") }
  public var matrixPredictions: URL { file("matrix/predictions.csv") }
  public func matrixModel(_ name: String) -> ModelFolder { ModelFolder(file("matrix/\(name)")) }
  /// Decoded faces; may be deleted.
  public var cache: URL { file("cache") }

  /// The faces before their ages are known, and the age estimator's faces.
  public var faces: URL { file("cohort/faces.csv") }
  public var ageFaces: URL { file("cohort/ages.csv") }
  public var cohortSkipped: URL { file("cohort/skipped.csv") }
  public var syntheticFaces: URL { file("cohort/faces") }
  /// Where images are written that data sets hold as numbers.
  public var importedFaces: URL { file("cohort/imported-faces") }
  public var importedAgeFaces: URL { file("cohort/imported-age-faces") }
  public var syntheticAgeFaces: URL { file("cohort/ages") }

  public var age: ModelFolder { ModelFolder(file("age")) }
  public var infant: ModelFolder { ModelFolder(file("infant")) }
  public var adult: ModelFolder { ModelFolder(file("adult")) }
  /// A training of both expression models after the first: 2, 3 …
  public func training(_ number: Int) -> TrainingFolder {
    TrainingFolder(file("trainings/\(number)"))
  }
  /// The model of all ages that is made beside a study's, and what it achieved.
  public var all: ModelFolder { ModelFolder(file("all")) }
  public var allMetrics: URL { file("all/metrics.json") }

  private func file(_ path: String) -> URL { url.appendingPathComponent(path) }

  /// Whether a manifest is that of a study, whose faces could all be read when it was written.
  public static func isManifest(_ file: URL) -> Bool {
    let run = RunFolder(file.standardizedFileURL.deletingLastPathComponent())
    return file.standardizedFileURL.path == run.manifest.path && run.configuration.exists
  }
}

/// Where both expression models of a further training keep their files, and what they predicted.
public struct TrainingFolder: Sendable {
  public let url: URL

  public init(_ url: URL) { self.url = url }

  public var infant: ModelFolder { ModelFolder(url.appendingPathComponent("infant")) }
  public var adult: ModelFolder { ModelFolder(url.appendingPathComponent("adult")) }
  public var predictions: URL { url.appendingPathComponent("predictions.csv") }
}

/// Where one trained model keeps its files. `history.csv` is written last: its presence means
/// that the training is complete.
public struct ModelFolder: Sendable {
  public let url: URL

  public init(_ url: URL) { self.url = url.standardizedFileURL }

  public var model: URL { url.appendingPathComponent("model.safetensors") }
  public var history: URL { url.appendingPathComponent("history.csv") }
  /// All that an unfinished training needs to continue; gone when it is complete.
  public var checkpoint: URL { url.appendingPathComponent("checkpoint.safetensors") }
  /// The age estimator's predictions on its validation and test faces.
  public var predictions: URL { url.appendingPathComponent("predictions.csv") }

  public var isComplete: Bool { history.exists }
}

extension URL {
  package var exists: Bool { FileManager.default.fileExists(atPath: path) }
}
