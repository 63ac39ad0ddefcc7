import Faces

/// Where the two models' curves cross, described from the estimates only.
func crossing(_ infant: ModelEvidence, _ adult: ModelEvidence) -> FindingDraft? {
  let ages = infant.ages
  let groups = ages.groups.filter {
    infant.counts.suffices($0) && adult.counts.suffices($0)
  }
  guard groups.count > 1 else { return nil }
  let leads = groups.map { group in
    (infant.counts.share(group) ?? 0) - (adult.counts.share(group) ?? 0)
  }
  let table = zip(groups, leads)
    .map { group, lead in
      "\(group.displayName) \(Wording.points(lead)) (n = "
        + "\(infant.counts.trials[ages.index(of: group)]) and "
        + "\(adult.counts.trials[ages.index(of: group)]))"
    }.joined(separator: ", ")
  let crossings = zip(groups.indices, groups.indices.dropFirst())
    .filter { leads[$0] * leads[$1] < 0 || (leads[$0] == 0) != (leads[$1] == 0) }
    .map { "between \(groups[$0].displayName) and \(groups[$1].displayName)" }
  let place =
    crossings.isEmpty
    ? "the two curves do not cross" : "the two curves cross or meet \(Wording.list(crossings))"
  return FindingDraft(
    id: "curves-crossing",
    "In the accuracies of the age groups \(place). Infant minus adult model: \(table). This "
      + "describes the sample: no test was made of it.")
}

/// Names the groups with too few faces.
func smallGroups(_ models: [ModelEvidence]) -> FindingDraft? {
  let lists = models.compactMap { model -> String? in
    let small = model.ages.groups.filter { !model.counts.suffices($0) }
    guard !small.isEmpty else { return nil }
    let names = small.map { "\($0.displayName) (\(model.sample([$0])))" }
    return "\(model.name): \(Wording.list(names))"
  }
  guard !lists.isEmpty else { return nil }
  return FindingDraft(
    id: "small-groups",
    "Too few test faces to say anything (fewer than 30 faces or 10 subjects): "
      + lists.joined(separator: "; ") + ".")
}

/// Says which faces the intervals and tests take as independent.
func independence(_ models: [ModelEvidence]) -> FindingDraft? {
  var sentences: [String] = []
  if models.contains(where: { $0.counts.index.subjectsRepeat }) {
    sentences.append(
      "Subjects are shown on several test faces: intervals resample subjects and tests use errors "
        + "that are robust to clusters of faces, so that faces of one subject are not taken as "
        + "independent.")
  }
  if models.contains(where: { !$0.counts.index.isComplete }) {
    sentences.append(
      "The subject of some test faces is unknown; each of these counts as a subject of its own, "
        + "so intervals are too narrow if people repeat among them.")
  }
  if models.contains(where: { $0.counts.index.photographsRepeat }) {
    sentences.append(
      "Copies and near duplicates of one photograph count as one of these subjects.")
  }
  guard !sentences.isEmpty else { return nil }
  return FindingDraft(id: "independence", sentences.joined(separator: " "))
}

/// Says whose perception the labels are.
func perceivedEmotion(_ models: [ModelEvidence]) -> FindingDraft {
  let all = models.lazy.compactMap(\.metrics.humanReference).joined()
    .first { $0.ageGroup == nil }
  return FindingDraft(
    id: "perceived-emotion",
    all.map { $0.facesWithSimulatedVotes == $0.n } == true
      ? "Every label is the emotion that most simulated raters chose for a synthetic face. No person saw or "
        + "felt it."
      : "Every label is the emotion that adults perceive in a photograph. Agreement with it says "
        + "nothing about what the person felt.")
}

/// Says which image qualities accuracy could not be corrected for.
func missingQualities(_ models: [ModelEvidence]) -> FindingDraft? {
  let missing = models.first?.metrics.crossAge?.missingQualities ?? []
  guard !missing.isEmpty else { return nil }
  let names = Wording.list(missing.map(\.rawValue))
  return FindingDraft(
    id: "image-quality",
    "The manifest has no column \(names), so accuracy could not be corrected for the \(names) of "
      + "the images, which may differ between age groups.")
}

/// Says how many test faces the manifest does not list.
func unlisted(_ faces: Int) -> FindingDraft? {
  guard faces > 0 else { return nil }
  return FindingDraft(
    id: "unlisted-faces",
    "\(faces) test rows of the predictions are not in the manifest: nothing is known of the sex, "
      + "ethnicity, votes and image quality of these faces.")
}
