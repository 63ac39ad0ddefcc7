import Faces

extension Metrics {
  /// Notes beside every finding about a change with age what appearance alone can make of it.
  ///
  /// A reference without models says nothing.
  mutating func note(_ reference: AppearanceReference) {
    guard !reference.models.isEmpty else { return }
    let position = findings.firstIndex { $0.id == "appearance" }
    guard settings?.ageBoundsInYears == nil else {
      if let position {
        findings[position].appearance = AppearanceNote(
          text:
            "The share that appearance alone can make is not known for these age groups: it was "
            + "measured for the bounds \(AgeBounds.study.text).")
      }
      return
    }
    appearance = reference
    for model in models {
      let changes = reference.note(on: [model.model])
      let notes = [
        "trend": reference.note(on: .trend, of: model),
        "toddler-adult": reference.note(on: .toddlerAdult, of: model),
        "best-group": changes, "shape": changes, "transition": changes,
      ]
      for (kind, note) in notes { set(note, besides: "\(model.model)-\(kind)") }
    }
    let names = models.map(\.model)
    for id in ["curves-crossing", "crossing-age"] {
      set(reference.note(on: names), besides: id)
    }
    set(reference.note(on: names, adding: reference.caveat), besides: "appearance")
  }

  private mutating func set(_ note: AppearanceNote?, besides id: String) {
    guard let position = findings.firstIndex(where: { $0.id == id }) else { return }
    findings[position].appearance = note
  }
}
