import Statistics

/// The transition ages over several trainings of the same models: `trainings` in metrics.json.
public struct TrainingVariation: Codable, Sendable, Equatable {
  /// How often each model was trained.
  public var trainings: Int
  /// One entry for each model, then the crossing of the two curves.
  public var ages: [PooledTrainingAge]

  package init(trainings: Int, ages: [PooledTrainingAge]) {
    self.trainings = trainings
    self.ages = ages
  }
}

/// One age over all trainings.
public struct PooledTrainingAge: Codable, Sendable, Equatable {
  /// nil for the crossing, which has two models.
  public var model: String?
  public var quantity: AgeErrorQuantity
  /// What each training gives, the first as everywhere else.
  public var single: [QuotedAge]
  /// The mean over trainings, in years; nil where a training has no age to quote.
  public var ageInYears: Double?
  /// Where the age of one more training lies, judged on other subjects; an absent bound is one that is not set.
  public var interval: OpenInterval
  /// What sampling subjects does to the age of one training, in years; nil without a mean.
  public var samplingStandardError: Double?
  /// The standard deviation of the ages between trainings, in years; nil without a mean.
  public var standardDeviationBetweenTrainings: Double?
  /// The share of the interval's variance that trainings make; nil without a mean, or where nothing varies.
  public var trainingShare: Double?

  /// "the adult model's transition age".
  var inWords: String { AgeErrorAge(model: model, quantity: quantity).inWords }

  /// The trainings that give an age.
  package var located: [Double] { single.compactMap(\.ageInYears) }
}
