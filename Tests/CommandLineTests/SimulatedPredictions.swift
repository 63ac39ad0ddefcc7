import Faces

/// Predictions of both models about happy faces of each age group, for commands that read tables.
enum SimulatedPredictions {
  /// The table's text.
  /// - Parameters:
  ///   - facesInAGroup: Test faces of each age group, two of each subject.
  ///   - isRight: Whether a model names the emotion of a group's face of this number, from 0.
  static func text(
    facesInAGroup: Int, source: String, isRight: (AgeGroup, Int) -> Bool
  ) -> String {
    var lines = [
      "image,subject,source,split,age,age_group,emotion,model,predicted,p_anger,p_disgust,p_fear,"
        + "p_happy,p_neutral,p_sad,p_surprise"
    ]
    for model in ["infant", "adult"] {
      for group in AgeGrouping.study.groups {
        for face in 0..<facesInAGroup {
          lines.append(
            "\(image(group, face)),\(subject(group, face)),\(source),test,,\(group.rawValue),happy,"
              + "\(model),"
              + (isRight(group, face)
                ? "happy,0.1,0.1,0.1,0.4,0.1,0.1,0.1" : "sad,0.1,0.1,0.1,0.1,0.1,0.4,0.1"))
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  static func image(_ group: AgeGroup, _ face: Int) -> String { "\(group.rawValue)-\(face).png" }
  static func subject(_ group: AgeGroup, _ face: Int) -> String { "\(group.rawValue)-\(face / 2)" }
}
