/// A statement in words, with the numbers it was made from.
public struct Finding: Codable, Sendable, Equatable {
  /// Stable name: "adult-trend".
  public var id: String
  /// A few plain sentences with n and interval.
  public var text: String
  /// The p-value of the test behind it, and the test's name; nil for a description.
  public var pValue: Double?
  public var test: String?
  /// true where the p-value is the smallest that the test's simulations could give; else nil.
  public var pValueIsUpperBound: Bool?
  /// The p-value after Holm's correction for all tests of `family`; claims go by this one.
  public var adjustedPValue: Double?
  /// The tests among which the p-value is corrected: "Holm over 7 planned tests".
  public var family: String?
  /// The name of the chart that shows it: "cross-age"; nil for none, and in files of earlier versions.
  public var chart: String?
  /// The age that the finding is about; nil for findings that are about none.
  public var age: QuotedAge?
  /// What appearance alone can make of it; nil for synthetic faces, and for findings that are not about
  /// a change with age.
  public var appearance: AppearanceNote?

  public init(
    id: String, text: String, pValue: Double? = nil, test: String? = nil,
    adjustedPValue: Double? = nil, appearance: AppearanceNote? = nil
  ) {
    self.id = id
    self.text = text
    self.pValue = pValue
    self.test = test
    self.adjustedPValue = adjustedPValue
    self.appearance = appearance
  }
}
