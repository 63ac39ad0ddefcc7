import Foundation
import Support

/// The tensors of a weights file by name: a safetensors file, or a state dict that PyTorch's
/// `torch.save` wrote, in the zip form or in the older one. The content says which it is.
///
/// Nothing in a file is executed, and a file that does not hold together is refused: see
/// docs/weights.md.
public struct WeightsFile: Sendable {
  public enum Format: String, Sendable, Codable {
    case safetensors
    case torchZip = "torch_zip"
    case torchLegacy = "torch_legacy"

    public var displayName: String {
      switch self {
      case .safetensors: "safetensors"
      case .torchZip: "PyTorch (zip)"
      case .torchLegacy: "PyTorch (before 1.6)"
      }
    }
  }

  /// The file's path, for messages.
  public let name: String
  public let format: Format
  /// The tables of tensors that it holds; the first is most likely to be meant.
  public let tables: [WeightsTable]
  /// The table in use.
  private var table: WeightsTable
  public var tensors: [String: StoredTensor] { table.tensors }
  /// The free text entries of a safetensors file.
  public let metadata: [String: String]
  /// The key under which a checkpoint held the weights ("state_dict"); nil where the table of weights is
  /// the file's own.
  public var wrappingKey: String? { table.key }
  /// What stands beside the table in use, by name, and what it is: "args" is "argparse.Namespace".
  public var others: [String: String] {
    let own = table.key.map { $0.split(separator: ".").first.map(String.init) ?? $0 }
    return table.others.merging(besides.filter { $0.key != own }) { first, _ in first }
  }
  private let besides: [String: String]

  /// Tensors at most.
  public static let maximumTensorCount = StoredTensor.maximumCount

  /// Reads a file into memory, and its table of contents; the elements stay as they lie there.
  /// - Throws: `SmilestoneError.badInput` that names the file and says what is wrong with it.
  public init(contentsOf url: URL) throws {
    try self.init(
      InputFile.read(url, remedy: "Check that the file exists."), name: url.path)
  }

  /// The same file with another of its tables in use.
  public func using(_ table: WeightsTable) -> WeightsFile {
    var file = self
    file.table = table
    return file
  }

  /// Reads a file's bytes from memory; `name` is for messages.
  public init(_ data: Data, name: String) throws {
    self.name = name
    if let foreign = ForeignWeights.named(data) {
      throw SmilestoneError.badInput("\(name) is \(foreign.what).", remedy: foreign.remedy)
    }
    if data.starts(with: ZipArchive.firstBytes) || TorchLegacyFile.begins(data) {
      format = data.first == 0x80 ? .torchLegacy : .torchZip
      metadata = [:]
      do {
        if format == .torchZip,
          let foreign = ForeignWeights.named(entries: try ZipArchive(data).entries.keys)
        {
          throw SmilestoneError.badInput("\(name) is \(foreign.what).", remedy: foreign.remedy)
        }
        let content =
          try format == .torchZip ? TorchZipFile.read(data) : TorchLegacyFile.read(data)
        tables = content.tables
        besides = content.besides
        table = tables[0]
      } catch let flaw as WeightsError {
        throw SmilestoneError.badInput(
          "\(name) is not a usable PyTorch file: \(flaw.reason).",
          remedy: "Give a state dict: in Python, torch.save(model.state_dict(), FILE).")
      }
    } else {
      format = .safetensors
      do {
        let content = try SafetensorsFile.read(data)
        metadata = content.metadata
        besides = [:]
        table = WeightsTable(key: nil, tensors: content.tensors, others: [:])
        tables = [table]
      } catch let flaw as WeightsError {
        throw SmilestoneError.badInput(
          "\(name) is not a usable safetensors file: \(flaw.reason).",
          remedy: "Fetch or export the weights again.")
      }
    }
  }

  /// One tensor's elements, row-major and little-endian.
  /// - Throws: `SmilestoneError.badInput` that names the file and the tensor.
  public func bytes(of tensor: String) throws -> Data {
    guard let stored = tensors[tensor] else {
      throw SmilestoneError.badInput("\(name) has no tensor \(shown(tensor)).")
    }
    do {
      return try stored.bytes()
    } catch let flaw as WeightsError {
      throw SmilestoneError.badInput(
        "\(name): the tensor \(shown(tensor)) \(flaw.reason).", remedy: "Fetch the weights again.")
    }
  }
}
