import Foundation

extension IndividualChange {
  /// The log-likelihood of individuals' faces.
  package func logLikelihood(of faces: IndividualFaces) -> Double {
    IndividualLikelihood(faces: faces).slopes(parameters).logLikelihood
  }

  /// How much of each individual's distribution of ages of change, given its faces, lies below an age: the rank of the
  /// age in it, uniform in 0 ... 1 where the age is the individual's own (simulation-based calibration: Talts et al. 2018,
  /// arXiv:1804.06788).
  /// - Parameter agesInYears: An age for each individual.
  package func shares(of faces: IndividualFaces, below agesInYears: [Double]) -> [Double] {
    var grid = IndividualGrid(
      self, largestIndividual: faces.largestIndividual, refinement: 16)
    return zip(faces.individuals, agesInYears).map { individual, age in
      _ = grid.weigh(faces, individual)
      return grid.share(below: age)
    }
  }
}

/// The likelihood of individuals' faces: each individual's is integrated over its age of change and its level.
struct IndividualLikelihood {
  private typealias Place = IndividualChange.Place

  let faces: IndividualFaces

  /// The log-likelihood, its gradient by Fisher's identity, and the sum of squared scores as information.
  func slopes(_ parameters: [Double]) -> BoundedScoring.Slopes {
    var grid = grid(parameters)
    var slopes = BoundedScoring.Slopes(parameters: parameters.count)
    for individual in faces.individuals {
      slopes.logLikelihood += grid.weigh(faces, individual)
      var score = [Double](repeating: 0, count: parameters.count)
      for (place, face) in individual.enumerated() {
        let residual = grid.addSlopes(
          at: place, ageInYears: faces.agesInYears[face], isSuccess: faces.isSuccess[face],
          to: &score)
        let own = Place.shifts + faces.classes[face]
        if own < score.count {
          score[own] += residual
        } else {
          // The shift of the last class is minus the sum of the others.
          for index in Place.shifts..<score.count { score[index] -= residual }
        }
      }
      slopes.add(score)
    }
    return slopes
  }

  /// Each individual's age of change given its faces.
  func ages(_ parameters: [Double]) -> [IndividualAge] {
    var grid = grid(parameters)
    return faces.individuals.map { individual in
      _ = grid.weigh(faces, individual)
      return grid.age
    }
  }

  private func grid(_ parameters: [Double]) -> IndividualGrid {
    IndividualGrid(
      IndividualChange(parameters: parameters), largestIndividual: faces.largestIndividual)
  }
}
