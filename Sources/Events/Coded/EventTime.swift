/// Times as tables have them.
public enum EventTime {
  /// Seconds, to the microsecond: "12.34".
  public static func text(_ seconds: Double) -> String {
    let rounded = (seconds * 1e6).rounded() / 1e6
    return rounded == rounded.rounded() && abs(rounded) < 1e12 ? "\(Int(rounded))" : "\(rounded)"
  }

  /// To the nearest millisecond, which is what ELAN and Datavyu keep.
  static func milliseconds(_ seconds: Double) -> Int { Int((seconds * 1000).rounded()) }
}
