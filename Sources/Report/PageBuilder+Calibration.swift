import Evaluation

extension PageBuilder {
  mutating func calibration() -> HTML {
    let (id, title) = ("calibration", "How sure the models are")
    let models = input.metrics?.models ?? []
    let scaled = models.contains { $0.overall?.scaledReliability != nil }
    guard let chart = figure("reliability", controls: scaled ? scalingToggle : "") else {
      return section(
        id, title, short: "Calibration",
        [
          missing(
            "Calibration is not known.",
            remedy: """
              Make the metrics anew: <code>smilestone evaluate --predictions FILE</code>.
              """)
        ])
    }
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
    return section(
      id, title, short: "Calibration",
      [
        """
        <p>A model that gives its answer 80% should be right four times in five. The temperature is \
        one number, fitted on validation faces, that makes all probabilities less sure (above 1) or \
        surer (below 1) without changing any answer.</p>
        """,
        chart, table.html(caption: "Scores of the probabilities, all test faces"),
      ])
  }

  private var scalingToggle: HTML {
    """
    <div class="toggle" role="group" aria-label="Probabilities shown in the chart" \
    data-chart="reliability" data-parameter="scaling">
    <button type="button" data-value="raw" aria-pressed="true">As they are</button>
    <button type="button" data-value="scaled" aria-pressed="false">After temperature scaling</button>
    </div>
    """
  }
}
