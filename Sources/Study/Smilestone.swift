/// The program itself.
public enum Smilestone {
  public static let version = "0.1.0"
}
