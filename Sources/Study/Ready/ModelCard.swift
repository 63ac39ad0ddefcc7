import Analysis
import Faces
import Foundation
import Presentation
import Statistics

/// What ready models are, and how well they do by age group, in Markdown.
struct ModelCard {
  let models: ReadyModels
  let configuration: StudyConfiguration
  /// Of the study, with the age estimator, the infant and the adult model.
  let metrics: Metrics
  /// Of the model of all ages.
  let allAges: Metrics

  var text: String {
    """
    # Models “\(models.name)”

    An age estimator and expression models of all ages, of infants and of adults, made on \
    \(models.made.prefix(10)) by Smilestone \(models.smilestoneVersion) with the preset \
    `\(models.preset.rawValue)`. Faces with emotions: `\(name(configuration.data.faces))`; faces with ages: \
    `\(name(configuration.data.ageFaces))`.

    Networks: \(networks). They take faces \
    \(configuration.colour == .grey ? "in grey" : "in colour"), cut out of their photographs.

    All numbers are of test faces, which no choice was made on; brackets are 95 % intervals.

    \(ages)## Perceived emotions

    Age groups are by estimated age where the archive has none. Accuracy depends on the distribution of emotions, which \
    differs between the groups; macro recall is the mean over emotions.

    | model | age group | n | accuracy, % | macro recall, % |
    |---|---|---|---|---|
    \(accuracies)

    ## What they are not for

    - Emotions are what raters saw in a photograph, not what somebody felt. Nothing here may decide about a person.
    - Faces of other archives, cameras and cultures than those above: nothing is known of them.
    - Small groups: an interval says how little is known.
    - The terms of the archives bind the models too.

    ## Files

    | file | SHA-256 |
    |---|---|
    \(files)

    """
  }

  /// The name alone: a card is passed on, and paths are nobody's business.
  private func name(_ source: String?) -> String {
    source.map { URL(fileURLWithPath: $0).lastPathComponent } ?? ""
  }

  private var networks: String {
    [
      ("age", configuration.age), ("infant", configuration.infant),
      ("adult, all", configuration.adult),
    ]
    .map { name, settings in
      "\(name): \(settings.architecture.displayName), \(settings.imageSize) px, at most "
        + "\(settings.epochs) passes over the faces \(ReportTexts.start(settings))"
    }.joined(separator: "; ")
  }

  private var ages: String {
    guard let ages = metrics.results[AgeEstimatorQuality.self] else { return "" }
    let groups = ages.byGroup.map { group in
      row(
        group.ageGroup.displayName, "\(group.n)", group.meanAbsoluteError.map(years) ?? "",
        group.bias.map(years) ?? "")
    }
    return """
      ## Ages

      | true age group | n | mean absolute error, years | bias, years |
      |---|---|---|---|
      \((groups + [row("all", "\(ages.n)", years(ages.meanAbsoluteError), years(ages.bias))]).joined(separator: "\n"))


      """
  }

  private var accuracies: String {
    let all = [allAges, metrics].flatMap { $0.results[AccuracyByAge.self] ?? [] }
    return all.flatMap { model in
      let groups = model.groups.map {
        (name: $0.ageGroup.displayName, n: $0.n, accuracy: $0.accuracy, recall: $0.macroRecall)
      }
      let overall = model.overall.map {
        (name: "all", n: $0.n, accuracy: $0.accuracy, recall: $0.macroRecall)
      }
      return (groups + [overall].compactMap(\.self)).map { faces in
        row(
          model.model, faces.name, "\(faces.n)", faces.accuracy.map(percent) ?? "",
          faces.recall.map { Format.number(100 * $0, decimals: 1) } ?? "")
      }
    }.joined(separator: "\n")
  }

  private var files: String {
    models.hashes.sorted { $0.key < $1.key }.map { row("\($0).safetensors", "`\($1)`") }
      .joined(separator: "\n")
  }

  private func row(_ cells: String...) -> String { "| \(cells.joined(separator: " | ")) |" }

  private func years(_ estimate: Estimate) -> String {
    "\(Format.number(estimate.value, decimals: 2)) (\(Format.interval(estimate, decimals: 2)))"
  }

  private func percent(_ estimate: Estimate) -> String {
    Format.number(100 * estimate.value, decimals: 1)
      + " (\(Format.number(100 * estimate.lower, decimals: 1)) to "
      + "\(Format.number(100 * estimate.upper, decimals: 1)))"
  }
}
