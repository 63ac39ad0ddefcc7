import Faces
import Presentation

extension FairTraining {
  package static let heading: SectionHeading? = SectionHeading(
    "Fair training: models trained alike on each age group", short: "Fair training")

  package static func section(of run: RunResults) -> [Section.Part]? {
    guard let matrix = run[FairTraining.self] else { return nil }
    return [
      """
      <p>The study’s two models learnt from different numbers of faces with different distributions of \
      emotions. Here every model had \(Format.count(matrix.trainingFaces)) faces with the same distribution \
      and the same settings. A model tested on the group that it was trained on is the control: how \
      well that group can be read after such a training. A model that falls short of the \
      control pays for having learnt on other ages.</p>
      """,
      .figure(controls(matrix, ages: run.ages), else: ""),
      .markup(foreignTrainings(matrix, run.ages)),
      .figure(FairTraining.matrix(matrix, ages: run.ages), else: ""),
      .markup(leftOut(matrix, run.vocabulary.labels, run.ages)),
    ]
  }

  /// How far the adult and the infant model are from the controls, in words.
  private static func foreignTrainings(_ matrix: TrainTestMatrix, _ ages: AgeGrouping) -> HTML {
    let sentences = [ages.adult, ages.infant].compactMap { trained -> HTML? in
      let parts = matrix.foreignTrainings.filter { $0.trainedOn == trained }.compactMap { foreign in
        foreign.difference.map { difference in
          let p =
            foreign.adjustedPValue.map {
              ", corrected "
                + Format.pValue($0, isUpperBound: foreign.test?.pValueIsUpperBound)
            } ?? ""
          return
            "\(Format.signedPoints(difference.value)) points on \(ages.plural(of: foreign.testedOn)) "
            + "(\(Format.confidence(difference)) "
            + "\(Format.signedPoints(difference.lower)) to "
            + "\(Format.signedPoints(difference.upper))\(p)"
            + (matrix.trainings > 1 && !foreign.isAlikeInAllTrainings
              ? "; trainings disagree in sign)" : ")")
        }
      }
      guard !parts.isEmpty else { return nil }
      return """
        <li>Trained on \(ages.plural(of: trained)), minus the control: \(HTML.data(Format.list(parts))).</li>
        """
    }
    guard !sentences.isEmpty else { return "" }
    let apart: HTML =
      matrix.trainings > 1
      ? """
      <p class="aside">Intervals and p-values take the trained models as they are and concern the test \
      subjects; how much trainings vary stands apart, as the standard deviation in the tables.</p>
      """
      : """
      <p class="aside">One training each: nothing is known of the variation between trainings.</p>
      """
    return "<ul>\(sentences)</ul>\(apart)"
  }

  private static func leftOut(_ matrix: TrainTestMatrix, _ labels: LabelScheme, _ ages: AgeGrouping)
    -> HTML
  {
    let untrained = ages.groups.filter { !matrix.trainedGroups.contains($0) }
    let untested = ages.groups.filter { !matrix.testedGroups.contains($0) }
    let unknown = labels.emotions.filter { !matrix.testedEmotions.contains($0) }
    let notes = [
      untrained.isEmpty ? nil : "Not trained on: \(Format.list(untrained.map(ages.plural))).",
      untested.isEmpty
        ? nil
        : "Not tested on, for having fewer than "
          + "\(Format.count(matrix.settings.minimumFacesOfGroup)) test faces: "
          + "\(Format.list(untested.map(ages.plural))).",
      unknown.isEmpty
        ? nil
        : "Emotions left out for having too few faces in some group: "
          + "\(Format.list(unknown.map(\.rawValue))).",
    ].compactMap(\.self)
    return notes.isEmpty ? "" : "<p class=\"aside\">\(HTML.data(notes.joined(separator: " ")))</p>"
  }
}
