import Foundation

/// The measures of a head, in design units, at an age and for a person.
///
/// A small child's face is round with full cheeks, a tall forehead, large low eyes, a short nose,
/// a small chin and pale thin brows (Enlow & Hans 1996, "Essentials of Facial Growth"); nose, jaw
/// and brows grow until about 18, men's a little further; from the late twenties on the skin folds.
struct HeadShape {
  /// 0 at birth, 1 when grown up.
  let growth: Double
  /// Around 14 years the jaw, the brows and the beard come.
  let maturity: Double
  /// 0 until about 24 years, 1 at about 58.
  let ageing: Double

  let crownY, templeHalfWidth, cheekHalfWidth, cheekY, jawHalfWidth, jawY: Double
  let chinHalfWidth, chinY: Double
  let eyeY, eyeHalfSpacing, eyeHalfWidth, upperOpening, lowerOpening, irisRadius: Double
  let browY, browThickness, browStrength: Double
  let noseTipY, noseHalfWidth: Double
  let mouthY, mouthHalfWidth, upperLip, lowerLip: Double
  let hairlineY: Double
  /// 0 bald to 1 full hair.
  let hairAmount: Double
  let teeth: Double

  init(ageInYears age: Double, identity: FaceIdentity) {
    let growth = HeadShape.growth(age)
    let maturity = 1 / (1 + exp(-(age - 14) / 1.3))
    let ageing = min(max((age - 24) / 34 * identity.ageingRate, 0), 1.2)
    let male = identity.sex == .male ? maturity : 0
    let own = identity.proportions
    func grown(_ newborn: Double, _ adult: Double) -> Double {
      newborn + (adult - newborn) * growth
    }
    self.growth = growth
    self.maturity = maturity
    self.ageing = ageing
    crownY = grown(-95, -97)
    templeHalfWidth = grown(75, 63) * own.faceWidth
    cheekHalfWidth = (grown(78, 63) + 1.5 * male) * own.faceWidth
    cheekY = grown(25, 12)
    jawHalfWidth = (grown(66, 47) + 6 * male + 3 * ageing) * own.faceWidth * own.jawWidth
    jawY = grown(54, 58)
    chinHalfWidth = (grown(33, 18) + 6 * male) * own.jawWidth
    chinY = grown(80, 93) * own.chinLength + 2 * male
    let eyeY = grown(12, -11)
    self.eyeY = eyeY
    eyeHalfSpacing = grown(33, 29) * own.eyeSpacing
    eyeHalfWidth = grown(16.5, 13.4) * own.eyeSize
    upperOpening = (grown(9.4, 5.8) - 0.9 * ageing) * own.eyeSize * own.eyeHeight
    lowerOpening = grown(5.6, 3.4) * own.eyeSize * own.eyeHeight
    irisRadius = grown(8.6, 6.0) * own.eyeSize
    browY = eyeY - (grown(21, 16.5) - 2.2 * male) * own.browHeight
    browThickness = (grown(2.4, 4) + 2 * male) * own.browWeight
    browStrength = grown(0.35, 0.92)
    let noseLength = (grown(23, 37) + 2 * ageing) * own.noseLength
    noseTipY = eyeY + noseLength
    noseHalfWidth = (grown(9.5, 11.5) + 1.5 * male + ageing) * own.noseWidth
    let mouthY = grown(52, 54) * own.mouthHeight
    self.mouthY = max(mouthY, noseTipY + grown(14, 18))
    mouthHalfWidth = grown(19.5, 25) * own.mouthWidth
    upperLip = (grown(4.4, 4.6) - 1.4 * ageing - 0.5 * male) * own.lipFullness
    lowerLip = (grown(5.6, 6.4) - 1.4 * ageing - 0.5 * male) * own.lipFullness
    let receding = identity.sex == .male ? ageing * 20 * max(0, identity.ageingRate - 0.75) * 3 : 0
    hairlineY = grown(-56, -62) - receding
    hairAmount = min(1, 0.12 + age / 3.2) * (1 - min(receding / 40, 0.5))
    teeth = min(max((age - 0.8) / 1.5, 0), 1)
  }

  /// Growth slows down with age and ends at 19.
  private static func growth(_ age: Double) -> Double {
    (1 - exp(-min(age, 19) / 9.5)) / (1 - exp(-2))
  }
}
