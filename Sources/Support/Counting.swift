/// "1 face", "2 faces": a number of things, for messages.
/// - Parameter plural: of nouns that take more than an “s”.
public func counted(_ number: Int, _ noun: String, plural: String? = nil) -> String {
  "\(number) \(number == 1 ? noun : plural ?? "\(noun)s")"
}
