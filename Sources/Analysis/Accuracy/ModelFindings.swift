import Faces
import Statistics

/// Findings about one model.
extension ModelEvidence {
  /// Accuracy in the group that the model was trained on, against guessing.
  func aboveChance(_ settings: EvaluationSettings) throws -> FindingDraft? {
    guard let trainedOn, let group = group(trainedOn), let accuracy = group.accuracy else {
      return nil
    }
    let id = "\(metrics.model)-chance"
    let opening =
      "On \(ages.faces(of: trainedOn)), the group it was trained on, the \(name) names the perceived "
      + "emotion of \(group.accuracyInWords(accuracy))"
    guard counts.suffices(trainedOn) else {
      return FindingDraft(id: id, "\(opening): too few to say whether that is above guessing.")
    }
    let baseline =
      if let share = group.majorityBaseline, let emotion = group.majorityEmotion {
        " Always predicting “\(emotion.rawValue)” there would reach \(Wording.percent(share))."
      } else {
        ""
      }
    let chance = Wording.percent(settings.chance)
    let test = try counts.testAgainstChance(trainedOn, chance: settings.chance)
    return FindingDraft(id: id, test: test) { verdict in
      let claim =
        verdict.holds
        ? "above the \(chance) of guessing" : "which cannot be told from the \(chance) of guessing"
      return "\(opening), \(claim) (\(verdict.inWords)).\(baseline)"
    }
  }

  /// Whether accuracy rises or falls with the age group.
  func trendWithAge(_ settings: EvaluationSettings) throws -> FindingDraft? {
    let present = ages.groups.filter { counts.trials[ages.index(of: $0)] > 0 }
    guard present.count > 2 else { return nil }
    let id = "\(metrics.model)-trend"
    guard let trend = try counts.trend(level: settings.level) else {
      return FindingDraft(
        id: id,
        "No trend of the \(name)'s accuracy with age can be tested: its predictions do not vary.")
    }
    let size =
      "\(Wording.points(trend.estimate.value)) from one age group to the next "
      + "(\(sample(present)), \(Wording.pointsInterval(trend.estimate))"
    return FindingDraft(id: id, test: trend.test) { verdict in
      if verdict.holds {
        let direction = trend.test.statistic > 0 ? "rises" : "falls"
        return "The \(name)'s accuracy \(direction) with age: \(size); \(verdict.inWords)). The "
          + "test is of the overall trend, not of each step."
      }
      return "No trend of the \(name)'s accuracy with age could be seen: \(size); "
        + "\(verdict.inWords)). This does not prove that there is none."
    }
  }

  /// Which group is highest, and whether it can be told from every other.
  ///
  /// The group was chosen by looking, so it is tested against each other group and the largest
  /// p-value counts, which keeps the error rate (Gutmann & Maymin 1987, Annals
  /// of Statistics 15:456-461).
  func bestGroup(_ settings: EvaluationSettings) throws -> FindingDraft? {
    let groups = largeGroups
    guard groups.count > 1,
      let best = groups.max(by: { (counts.share($0) ?? 0) < (counts.share($1) ?? 0) }),
      let metrics = group(best), let accuracy = metrics.accuracy
    else { return nil }
    let rivals = try groups.filter { $0 != best }.map { rival in
      (group: rival, comparison: try counts.difference(best, minus: rival, level: settings.level))
    }
    let hardest = rivals.max { pValue($0.comparison) < pValue($1.comparison) }
    guard let hardest else { return nil }
    let id = "\(self.metrics.model)-best-group"
    let opening =
      "Among the age groups with enough faces, the \(name) is most accurate on \(ages.faces(of: best)): "
      + metrics.accuracyInWords(accuracy)
    let rival = ages.faces(of: hardest.group)
    guard let comparison = hardest.comparison else {
      return FindingDraft(id: id, "\(opening). It cannot be told from \(rival).")
    }
    let difference =
      "difference \(Wording.points(comparison.estimate.value)), \(sample([best, hardest.group])), "
      + Wording.pointsInterval(comparison.estimate)
    var draft = FindingDraft(id: id, test: comparison.test) { verdict in
      verdict.holds
        ? "\(opening). It is higher there than on each of the others; the hardest to tell apart is "
          + "\(hardest.group.displayName) (\(difference); \(verdict.inWords))."
        : "\(opening). But this cannot be told from \(rival) (\(difference); "
          + "\(verdict.inWords)), so which group is highest stays open."
    }
    draft.pair = ComparedPair(model: self.metrics.model, groups: [best, hardest.group])
    return draft
  }

  private func pValue(_ comparison: TestedEstimate?) -> Double { comparison?.test.pValue ?? 2 }

  /// The difference between the groups that the infant and the adult model are trained on.
  func ends(_ settings: EvaluationSettings) throws -> FindingDraft? {
    let (infant, adult) = (ages.infant, ages.adult)
    guard counts.suffices(infant), counts.suffices(adult) else { return nil }
    let id = "\(metrics.model)-toddler-adult"
    let (infantFaces, adultFaces) = (ages.faces(of: infant), ages.faces(of: adult))
    guard let comparison = try counts.difference(adult, minus: infant, level: settings.level) else {
      return FindingDraft(
        id: id,
        "The \(name)'s accuracy on \(adultFaces) and \(infantFaces) cannot be compared: its predictions do "
          + "not vary.")
    }
    let size =
      "\(Wording.points(comparison.estimate.value)) for \(adultFaces) minus \(infantFaces) "
      + "(\(sample([infant, adult])), \(Wording.pointsInterval(comparison.estimate))"
    var draft = FindingDraft(id: id, test: comparison.test) { verdict in
      if verdict.holds {
        let direction = comparison.estimate.value > 0 ? "higher" : "lower"
        return
          "The \(name)'s accuracy is \(direction) on \(adultFaces) than on \(infantFaces): \(size); "
          + "\(verdict.inWords))."
      }
      return
        "No difference of the \(name)'s accuracy between \(infantFaces) and \(adultFaces) could be "
        + "seen: \(size); \(verdict.inWords))."
    }
    draft.pair = ComparedPair(model: metrics.model, groups: [infant, adult])
    return draft
  }
}
