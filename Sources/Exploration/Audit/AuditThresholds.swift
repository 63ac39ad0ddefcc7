/// When the audit raises its hand; `docs/exploration.md` explains the choices.
public enum AuditThresholds {
  /// The lower bound of the interval of Cramér's V from which two labels are called entangled:
  /// Cohen's (1988) small effect.
  public static let association = 0.1
  /// The gain over guessing the most common emotion from which a cue is called a shortcut: 5 points.
  public static let gain = 0.05
  /// The difference that the class distribution alone can make from which it is called a confound: 5 points.
  public static let classDistributionDifference = 0.05
  /// Between the best and the worst read emotion: 30 points of recall are assumed.
  public static let assumedRecallSpread = 0.3
  /// Below so many faces nothing is predicted or compared.
  public static let minimumFaces = 30
}
