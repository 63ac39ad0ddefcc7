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
  public let tensors: [String: StoredTensor]
  /// The free text entries of a safetensors file.
  public let metadata: [String: String]
  /// The key under which a checkpoint held the weights ("state_dict"); nil where the file is
  /// nothing but the table of weights.
  public let wrappingKey: String?

  /// Tensors at most.
  public static let maximumTensorCount = StoredTensor.maximumCount

  /// Reads a file into memory, and its table of contents; the elements stay as they lie there.
  /// - Throws: `SmilestoneError.badInput` that names the file and says what is wrong with it.
  public init(contentsOf url: URL) throws {
    try self.init(
      InputFile.read(url, remedy: "Check that the file exists."), name: url.path)
  }

  /// Reads a file's bytes from memory; `name` is for messages.
  public init(_ data: Data, name: String) throws {
    self.name = name
    if data.starts(with: ZipArchive.firstBytes) || TorchLegacyFile.begins(data) {
      format = data.first == 0x80 ? .torchLegacy : .torchZip
      metadata = [:]
      do {
        let content =
          try format == .torchZip ? TorchZipFile.read(data) : TorchLegacyFile.read(data)
        (tensors, wrappingKey) = (content.tensors, content.wrappingKey)
      } catch let flaw as WeightsFlaw {
        throw SmilestoneError.badInput(
          "\(name) is not a usable PyTorch file: \(flaw.reason).",
          remedy: "Give a state dict: in Python, torch.save(model.state_dict(), FILE).")
      }
    } else {
      format = .safetensors
      wrappingKey = nil
      do {
        (tensors, metadata) = try SafetensorsFile.read(data)
      } catch let flaw as WeightsFlaw {
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
    } catch let flaw as WeightsFlaw {
      throw SmilestoneError.badInput(
        "\(name): the tensor \(shown(tensor)) \(flaw.reason).", remedy: "Fetch the weights again.")
    }
  }
}
