import Cohort

/// Which age groups and classes a curve rests on: those with enough faces for every class to be
/// weighted alike in every group.
struct StandardMix: Sendable {
  let groups: [AgeGroup]
  let emotions: [Emotion]

  init(_ answers: [AgedAnswer], settings: TransitionSettings) {
    let classes = Emotion.allCases.count
    var counts = [Int](repeating: 0, count: AgeGroup.allCases.count * classes)
    for answer in answers {
      let group = AgeGroup(ageInYears: answer.ageInYears)
      counts[group.index * classes + answer.emotion.index] += 1
    }
    let groups = AgeGroup.allCases.filter { group in
      counts[group.index * classes..<(group.index + 1) * classes].reduce(0, +)
        >= settings.minimumFacesInGroup
    }
    self.groups = groups
    emotions =
      groups.isEmpty
      ? []
      : Emotion.allCases.filter { emotion in
        groups.allSatisfy {
          counts[$0.index * classes + emotion.index] >= settings.minimumFacesInClass
        }
      }
  }

  func holds(_ answer: AgedAnswer) -> Bool {
    emotions.contains(answer.emotion)
      && groups.contains(AgeGroup(ageInYears: answer.ageInYears))
  }
}
