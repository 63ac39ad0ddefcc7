import Faces
import Foundation
import Support
import Synthetic
import Testing

@Suite struct FaceDrawingTests {
  private func drawing(
    _ actions: FacialActions, ageInYears: Double = 30, seed: UInt64 = 3
  ) -> FaceDrawing {
    var generator = SeededGenerator(seed: seed)
    return FaceDrawing(
      identity: FaceIdentity(using: &generator), appearanceAgeInYears: ageInYears,
      actions: actions)
  }

  /// The mean absolute difference of two images in grey levels.
  private func difference(_ first: [UInt8], _ second: [UInt8]) -> Double {
    zip(first, second).map { abs(Double($0) - Double($1)) }.reduce(0, +) / Double(first.count)
  }

  @Test(arguments: [1.0, 30])
  func everyEmotionLooksDifferent(ageInYears: Double) throws {
    let images = try LabelScheme.emotions7.emotions.flatMap { emotion in
      try [ExpressionPrototypes.infant(emotion), ExpressionPrototypes.adult(emotion)].map {
        try drawing($0, ageInYears: ageInYears).render(sizeInPixels: 48)
      }
    }
    for first in images.indices {
      for second in images.indices where first < second {
        #expect(difference(images[first], images[second]) > 0.25)
      }
    }
  }

  @Test func landmarksMoveWithFacialActions() throws {
    let still = try drawing(FacialActions([:])).landmarks()
    #expect(still.count == 26)
    // Plain views are symmetric: the left ten points mirror the right ten.
    for (left, right) in zip(still.prefix(10), still.dropFirst(10).prefix(10)) {
      #expect(abs(left.x + right.x - 1) < 1e-9 && abs(left.y - right.y) < 1e-9)
    }
    let smiling = try drawing(FacialActions([.lipCornerPull: 1])).landmarks()
    let (corner, chin) = (18, 25)
    #expect(smiling[corner].x > still[corner].x && smiling[corner].y < still[corner].y)
    let open = try drawing(FacialActions([.jawDrop: 1])).landmarks()
    #expect(open[chin].y > still[chin].y)
    #expect(open[0] == still[0])
    let toddler = try drawing(FacialActions([:]), ageInYears: 1).landmarks()
    #expect(toddler[3].y > still[3].y)
  }

  @Test func prototypesAreFarApartExceptInfantDistress() {
    func distance(_ prototype: (Emotion) -> FacialActions, _ a: Emotion, _ b: Emotion) -> Double {
      prototype(a).squaredDistance(to: prototype(b)).squareRoot()
    }
    let distress: [(Emotion, Emotion)] = [(.anger, .fear), (.anger, .sad), (.fear, .sad)]
    for (first, second) in distress {
      #expect(
        distance(ExpressionPrototypes.infant, first, second)
          < 0.8 * distance(ExpressionPrototypes.adult, first, second))
    }
    for first in LabelScheme.emotions7.emotions {
      for second in LabelScheme.emotions7.emotions
      where first.rawValue < second.rawValue {
        #expect(distance(ExpressionPrototypes.adult, first, second) > 0.9)
        #expect(distance(ExpressionPrototypes.infant, first, second) > 0.5)
      }
    }
  }

  @Test func blendsAreLinear() {
    let half = ExpressionPrototypes.blend(.happy, adultWeight: 0.25)
    let expected =
      0.75 * ExpressionPrototypes.infant(.happy)[.jawDrop]
      + 0.25 * ExpressionPrototypes.adult(.happy)[.jawDrop]
    #expect(abs(half[.jawDrop] - expected) < 1e-12)
    #expect(ExpressionPrototypes.blend(.sad, adultWeight: 1) == ExpressionPrototypes.adult(.sad))
    #expect(ExpressionPrototypes.blend(.sad, adultWeight: 0) == ExpressionPrototypes.infant(.sad))
  }

  @Test func headsAgeAndPeopleDiffer() throws {
    let toddler = try drawing(.rest, ageInYears: 1).render(sizeInPixels: 48)
    let teenager = try drawing(.rest, ageInYears: 15).render(sizeInPixels: 48)
    let other = try drawing(.rest, ageInYears: 15, seed: 4).render(sizeInPixels: 48)
    #expect(difference(toddler, teenager) > 3)
    #expect(difference(teenager, other) > 3)
  }

  @Test func strengthsStayWithinReason() {
    var actions = FacialActions.rest
    actions[.jawDrop] = 7
    actions[.lipPress] = -1
    #expect(actions[.jawDrop] == 1.2)
    #expect(actions[.lipPress] == 0)
  }

  @Test(arguments: [1, 2, 17, 64, 200])
  func anySizeCanBeDrawn(size: Int) throws {
    #expect(try drawing(.rest).render(sizeInPixels: size).count == size * size * 3)
    let png = try drawing(.rest).png(sizeInPixels: size)
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
  }

  /// Extremes of every setting still give an image.
  @Test func strongViewsCanBeDrawn() throws {
    for seed in 0..<40 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let identity = FaceIdentity(using: &generator)
      let view = FaceView(
        strength: 2, identity: identity, appearanceAgeInYears: 1, using: &generator)
      let face = FaceDrawing(
        identity: identity, appearanceAgeInYears: 1,
        actions: FacialActions(
          Dictionary(uniqueKeysWithValues: FacialAction.allCases.map { ($0, generator.uniform()) })),
        view: view)
      let pixels = try face.render(sizeInPixels: 32)
      #expect(Set(pixels).count > 20)
    }
  }
}
