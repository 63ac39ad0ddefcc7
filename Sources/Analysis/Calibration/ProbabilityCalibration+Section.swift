import Faces
import Presentation

extension ProbabilityCalibration {
  package static let heading: SectionHeading? = SectionHeading(
    "Calibration: how sure the models are, and how right to be", short: "Calibration")

  package static let missing = HTML.missing(
    "Calibration is not known.",
    remedy: """
      Make the metrics again: <code>smilestone evaluate --predictions FILE</code>.
      """)

  package static func section(of run: RunResults) -> [Section.Part]? {
    let models = run[AccuracyByAge.self] ?? []
    let scaled = models.contains { $0.overall?.scaledReliability != nil }
    guard let chart = chart(models) else { return nil }
    let table = DataTable(
      columns: [
        "model", "n", "log loss", "Brier score", "calibration error", "temperature",
        "log loss, scaled", "calibration error, scaled",
      ],
      rows: models.map { model in
        let scores = model.overall?.scores
        return [
          .text(StudyModel.displayName(of: model.model)), .count(model.overall?.n),
          .number(scores?.logLoss?.value, decimals: 3),
          .number(scores?.brierScore?.value, decimals: 3), .share(scores?.calibrationError),
          .number(model.temperature, decimals: 2), .number(scores?.scaledLogLoss, decimals: 3),
          .share(scores?.scaledCalibrationError),
        ]
      })
    return [
      """
      <p>A model that gives its prediction 80% should be right four times in five. The temperature is \
      one number that makes all probabilities less sure (above 1) or surer (below 1) without changing \
      any prediction. \(temperatureFaces(models, ages: run.ages)) It corrects how sure a model is of faces that it \
      knows. That a model is too sure of faces of other ages is not corrected: it cannot tell their \
      age.</p>
      """,
      .figure(chart, controls: scaled ? scalingToggle : ""),
      .markup(table.html(caption: "Scores of the probabilities, all test faces")),
      .markup(byAgeGroup(models, trainedOn: run.metrics?.settings?.trainedOn ?? [:])),
    ]
  }

  /// What the temperatures were fitted on.
  private static func temperatureFaces(_ models: [ModelMetrics], ages: AgeGrouping) -> String {
    let known = models.compactMap { model -> String? in
      model.temperatureFaces.map { faces in
        "the \(StudyModel.displayName(of: model.model))’s on \(Format.count(faces.n)) validation "
          + "\(faces.ageGroup.map(ages.faces) ?? "faces of all ages")"
          + (faces.isHeldOut ? " that did not choose its epoch" : ", some of which chose its epoch")
      }
    }
    return known.isEmpty ? "" : "It was fitted: \(known.joined(separator: "; "))."
  }

  /// Each model's own group and what is left for others.
  private static func byAgeGroup(
    _ models: [ModelMetrics], trainedOn: [String: AgeGroup]
  ) -> HTML {
    let rows = models.flatMap { model in
      model.groups.filter { $0.n > 0 }.map { group -> [DataTable.Cell] in
        let scores = group.scores
        let own = group.ageGroup == trainedOn[model.model] ? " (own)" : ""
        return [
          .text(StudyModel.displayName(of: model.model)), .text(group.ageGroup.displayName + own),
          .count(group.n), .number(scores?.logLoss?.value, decimals: 3),
          .number(scores?.scaledLogLoss, decimals: 3), .share(scores?.calibrationError),
          .share(scores?.scaledCalibrationError),
        ]
      }
    }
    return DataTable(
      columns: [
        "model", "age group", "n", "log loss", "log loss, scaled", "calibration error",
        "calibration error, scaled",
      ], rows: rows
    ).html(caption: "The same by age group, before and after temperature scaling")
  }

  private static var scalingToggle: HTML {
    """
    <div class="toggle" role="group" aria-label="Probabilities shown in the chart" \
    data-chart="reliability" data-parameter="scaling">
    <button type="button" data-value="raw" aria-pressed="true">As they are</button>
    <button type="button" data-value="scaled" aria-pressed="false">After temperature scaling</button>
    </div>
    """
  }
}
