import Faces

/// Which age groups and classes a curve rests on: those with enough faces for every class to be
/// weighted alike in every group.
struct StandardDistribution: Sendable {
  /// The groups that ages are sorted into, and those of them that count.
  let ages: AgeGrouping
  let groups: [AgeGroup]
  let emotions: [Emotion]
  /// The scheme that the emotions are of.
  let labels: LabelScheme

  init(_ predictions: [AgedPrediction], ages: AgeGrouping, settings: TransitionSettings) {
    labels = settings.vocabulary.labels
    let labels = labels
    let classes = labels.count
    var counts = [Int](repeating: 0, count: ages.count * classes)
    for prediction in predictions {
      let group = ages.index(ofAgeInYears: prediction.ageInYears)
      counts[group * classes + labels.position(of: prediction.emotion)] += 1
    }
    let places = ages.groups.indices.filter { group in
      counts[group * classes..<(group + 1) * classes].reduce(0, +)
        >= settings.minimumFacesInGroup
    }
    self.ages = ages
    groups = places.map { ages.groups[$0] }
    emotions =
      places.isEmpty
      ? []
      : labels.emotions.filter { emotion in
        places.allSatisfy {
          counts[$0 * classes + labels.position(of: emotion)] >= settings.minimumFacesInClass
        }
      }
  }

  /// Why other predictions, such as some of those that the distribution was made of, are too few for it.
  /// - Returns: nil where every group and every class in it has enough.
  func shortfall(of predictions: [AgedPrediction], settings: TransitionSettings) -> String? {
    let kept = predictions.filter(holds)
    func count(_ group: AgeGroup, _ emotion: Emotion? = nil) -> Int {
      kept.count {
        ages.group(ofAgeInYears: $0.ageInYears) == group
          && (emotion == nil || $0.emotion == emotion)
      }
    }
    let small = groups.map { ($0, count($0)) }.filter { $0.1 < settings.minimumFacesInGroup }
    if !small.isEmpty {
      return
        "\(Wording.list(small.map { "\($0.1) \(ages.faces(of: $0.0))" })) are left, and every age group "
        + "needs \(settings.minimumFacesInGroup)"
    }
    for group in groups {
      for emotion in emotions {
        let left = count(group, emotion)
        if left < settings.minimumFacesInClass {
          return
            "\(left) \(ages.faces(of: group)) of the emotion \(emotion.rawValue) are left, and every "
            + "emotion needs \(settings.minimumFacesInClass) in every age group"
        }
      }
    }
    return nil
  }

  func holds(_ prediction: AgedPrediction) -> Bool {
    emotions.contains(prediction.emotion)
      && groups.contains(ages.group(ofAgeInYears: prediction.ageInYears))
  }
}
