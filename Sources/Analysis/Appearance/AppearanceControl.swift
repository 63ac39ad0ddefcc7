import Faces
import Presentation

/// What findings on photographs are compared with to tell appearance from expression: `appearance` in
/// metrics.json, nil where every test face is synthetic.
package enum AppearanceControl: Analysis {
  package static let id = "appearance"
  package static let key: String? = "appearance"

  /// The measurement that ships with the program, unless another is among the results already.
  package static func result(of evidence: Evidence) -> AppearanceReference? { .shipped }

  package static func findings(in evidence: Evidence) -> [FindingDraft] {
    [
      FindingDraft(
        id: id,
        "Faces of different ages differ in head shape, skin and the way they are photographed, not "
          + "only in expression. Appearance alone can make a curve of accuracy over age like these; "
          + "no such curve shows by itself that expressions develop.")
    ]
  }

  package static func limitations(of run: RunResults) -> [Fact] {
    guard let reference = run.metrics?.appearance else { return [] }
    let others =
      run.expressionModels == reference.settings
      ? "" : " The models of this run are others: \(run.expressionModels)."
    return [Fact(name: "What appearance alone does", text: reference.caveat + others)]
  }

  /// Notes beside every finding about a change with age what appearance alone can make of it.
  ///
  /// A reference without models says nothing, and neither does one beside synthetic faces.
  package static func settle(
    _ metrics: inout Metrics, after findings: SettledFindings, _ evidence: Evidence
  ) {
    guard let reference = metrics.appearance else { return }
    metrics.appearance = nil
    guard evidence.hasPhotographs, !reference.models.isEmpty else { return }
    guard metrics.vocabulary.labels.agrees(with: .emotions7) else {
      metrics.set(
        AppearanceNote(
          text: "The share that appearance alone can make is not known for these labels: it was "
            + "measured for the study’s emotions (\(LabelScheme.emotions7.namesInWords))."),
        besides: id)
      return
    }
    guard reference.ages == evidence.ages else {
      metrics.set(
        AppearanceNote(
          text:
            "The share that appearance alone can make is not known for these age groups: it was "
            + "measured for \(reference.ages.inWords)."), besides: id)
      return
    }
    metrics.appearance = reference
    for model in metrics.models {
      let changes = reference.note(on: [model.model])
      let notes = [
        "trend": reference.note(on: .trend, of: model),
        "toddler-adult": reference.note(on: .toddlerAdult, of: model),
        "best-group": changes, "shape": changes, "transition": changes,
      ]
      for (kind, note) in notes { metrics.set(note, besides: "\(model.model)-\(kind)") }
    }
    let names = metrics.models.map(\.model)
    for id in ["curves-crossing", "crossing-age"] {
      metrics.set(reference.note(on: names), besides: id)
    }
    metrics.set(reference.note(on: names, adding: reference.caveat), besides: id)
  }
}

extension AnalysisResults {
  /// A measurement to take in the place of the one that ships with the program.
  package static func with(_ reference: AppearanceReference) -> AnalysisResults {
    var results = AnalysisResults()
    results[AppearanceControl.self] = reference
    return results
  }
}

extension Metrics {
  /// What the findings are compared with to tell appearance from expression; nil where every test
  /// face is synthetic.
  public var appearance: AppearanceReference? {
    get { results[AppearanceControl.self] }
    set { results[AppearanceControl.self] = newValue }
  }

  fileprivate mutating func set(_ note: AppearanceNote?, besides id: String) {
    guard let position = findings.firstIndex(where: { $0.id == id }) else { return }
    findings[position].appearance = note
  }
}
