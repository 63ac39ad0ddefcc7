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

    All numbers are of test faces, which no choice was made on; brackets are 95% confidence intervals.

    \(results)

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

  private var results: String {
    Analyses.all.compactMap { $0.card(of: [allAges, metrics]) }.joined(separator: "\n\n")
  }

  private var files: String {
    models.hashes.sorted { $0.key < $1.key }
      .map { MarkdownTable.row(["\($0).safetensors", "`\($1)`"]) }.joined(separator: "\n")
  }
}
