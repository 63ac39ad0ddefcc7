/// One table of a weights file: tensors by name.
public struct WeightsTable: Sendable {
  /// The keys under which a checkpoint holds it, with points between ("state_dict", "ema.module"); nil
  /// where it is the file's own.
  public let key: String?
  public let tensors: [String: StoredTensor]
  /// What stands beside the tensors, by name: "epoch" is "a number".
  public let others: [String: String]
}
