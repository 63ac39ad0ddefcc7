/// What the gradient needs of H⁻¹.
struct InverseParts {
  /// a·H⁻¹·a of each judgement's row a of A.
  var quadratic: [Double]
  /// The entries of H⁻¹·a at the judgement's own numbers (judgement × level).
  var own: [Double]
  /// Of each level the sum of (1 − H⁻¹ₖₖ)², which is how much its numbers are known.
  var explained: [Double]
}

extension CrossedSystem {
  /// The entries of H⁻¹ at which H is not 0, by the elimination backwards (Takahashi's equations).
  func inverseTimesRows() -> InverseParts {
    let count = raterNumbers
    var parts = InverseParts(
      quadratic: Array(repeating: 0, count: data.rowCount),
      own: Array(repeating: 0, count: data.rowCount * Self.levels),
      explained: Array(repeating: 0, count: Self.levels))
    let inverse = (raters?.inverse ?? []).flatMap(\.self)
    for place in 0..<count {
      let known = 1 - inverse[place * count + place]
      parts.explained[2 + place % data.numbersOfRater] += known * known
    }
    var pulls = [Double](repeating: 0, count: count)
    for (subject, faces) in data.facesOfSubject.enumerated() {
      // The subject's ties over its diagonal, times the inverse of the raters' matrix.
      let diagonal = subjectDiagonal[subject]
      var between = 0.0
      for place in 0..<count { pulls[place] = 0 }
      for place in 0..<count {
        let tie = subjectTies[subject * count + place] / diagonal
        guard tie != 0 else { continue }
        for other in 0..<count { pulls[other] += tie * inverse[place * count + other] }
      }
      for place in 0..<count {
        between += subjectTies[subject * count + place] / diagonal * pulls[place]
      }
      let ofSubject = 1 / diagonal + between
      parts.explained[0] += (1 - ofSubject) * (1 - ofSubject)
      for face in faces {
        add(
          face, subject: (ofSubject, between), pulls: pulls, inverse: inverse, diagonal: diagonal,
          to: &parts)
      }
    }
    return parts
  }

  private func add(
    _ face: Int, subject: (entry: Double, between: Double), pulls: [Double], inverse: [Double],
    diagonal: Double, to parts: inout InverseParts
  ) {
    let count = raterNumbers
    let (tie, own) = (faceTie[face], faceDiagonal[face])
    let judgements = data.rowsOfFace[face]
    // The face's ties to raters: with the subject's pulls, and with themselves.
    let tied = raterTiesProduct(of: face, with: pulls)
    var square = 0.0
    for row in judgements {
      rows.forEachRaterNumber(of: row) { place, factor in
        let share = deviations[1] * weights[row] * factor
        square += share * raterTies(of: face, times: inverse, at: place)
      }
    }
    let faceAndSubject =
      -tie / (own * diagonal) + (tied - tie * subject.between) / own
    let faceAlone =
      1 / own + tie * tie / (own * own * diagonal)
      + (square - 2 * tie * tied + tie * tie * subject.between) / (own * own)
    parts.explained[1] += (1 - faceAlone) * (1 - faceAlone)
    for row in judgements {
      var ofSubject = deviations[0] * subject.entry + deviations[1] * faceAndSubject
      var ofFace = deviations[0] * faceAndSubject + deviations[1] * faceAlone
      var level = 2
      rows.forEachRaterNumber(of: row) { place, factor in
        let pull = pulls[place]
        let facePull =
          (raterTies(of: face, times: inverse, at: place) - tie * pull) / own
        ofSubject -= factor * pull
        ofFace -= factor * facePull
        var ofRater = -deviations[0] * pull - deviations[1] * facePull
        rows.forEachRaterNumber(of: row) { other, otherFactor in
          ofRater += otherFactor * inverse[place * count + other]
        }
        parts.own[row * Self.levels + level] = ofRater
        parts.quadratic[row] += factor * ofRater
        level += 1
      }
      parts.own[row * Self.levels] = ofSubject
      parts.own[row * Self.levels + 1] = ofFace
      parts.quadratic[row] += deviations[0] * ofSubject + deviations[1] * ofFace
    }
  }

  /// One entry of the face's ties to raters times the inverse of the raters' matrix.
  @inline(__always)
  private func raterTies(of face: Int, times inverse: [Double], at place: Int) -> Double {
    var sum = 0.0
    for row in data.rowsOfFace[face] {
      rows.forEachRaterNumber(of: row) {
        sum += deviations[1] * weights[row] * $1 * inverse[$0 * raterNumbers + place]
      }
    }
    return sum
  }
}
