import Faces
import Statistics

/// The subgroups of one age group, by sex or ethnicity, whose accuracies lie furthest apart.
func subgroupGap(_ models: [ModelEvidence]) -> FindingDraft? {
  let gaps = models.flatMap { model in
    SubgroupMetrics.Variable.allCases.flatMap { variable in
      model.ages.groups.compactMap { group in SubgroupGap(model, variable, group) }
    }
  }
  guard let widest = gaps.max(by: { $0.size < $1.size }) else { return nil }
  return FindingDraft(
    id: "subgroup-gap",
    "Largest gap between subgroups (\(widest.variable.rawValue)): on \(widest.faces) the "
      + "\(widest.model) is right for \(widest.lowest.inWords) and \(widest.highest.inWords), "
      + "\(Wording.size(widest.size)) apart. It is the largest of \(gaps.count) gaps, picked by "
      + "looking, and was not tested.")
}

/// The lowest and the highest accuracy among one variable's values within an age group.
private struct SubgroupGap {
  let model: String
  let variable: SubgroupMetrics.Variable
  /// "toddler faces".
  let faces: String
  let lowest: Cell
  let highest: Cell

  struct Cell {
    let value: String
    let n: Int
    let accuracy: Estimate

    var inWords: String {
      "\(Wording.percent(accuracy.value)) of those named \(value) (n = \(n), "
        + "\(Wording.shareInterval(accuracy)))"
    }
  }

  var size: Double { highest.accuracy.value - lowest.accuracy.value }

  init?(_ model: ModelEvidence, _ variable: SubgroupMetrics.Variable, _ group: AgeGroup) {
    let cells = (model.metrics.subgroups ?? []).compactMap { cell -> Cell? in
      guard cell.variable == variable, cell.ageGroup == group, let n = cell.n,
        let accuracy = cell.accuracy
      else { return nil }
      return Cell(value: cell.value, n: n, accuracy: accuracy)
    }.sorted { $0.accuracy.value < $1.accuracy.value }
    guard let lowest = cells.first, let highest = cells.last, cells.count > 1 else { return nil }
    (self.model, self.variable, faces) = (model.name, variable, model.ages.faces(of: group))
    (self.lowest, self.highest) = (lowest, highest)
  }
}
