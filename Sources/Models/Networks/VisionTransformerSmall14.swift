import Support
import Torch
import Weights

extension Architecture {
  /// ViT-S/14 as DINOv2 trains it; its references are the network's and the training's.
  public static let visionTransformerSmall14 = Architecture(
    name: "vit_small_patch14_dinov2", displayName: "ViT-S/14",
    references: [
      Reference(
        "inproceedings", "dosovitskiy2021image",
        [
          "title": "An image is worth 16x16 words: transformers for image recognition at scale",
          "author": "Dosovitskiy, Alexey and others", "booktitle": "ICLR", "year": "2021",
          "eprint": "2010.11929", "archiveprefix": "arXiv",
        ]),
      Reference(
        "article", "oquab2024dinov2",
        [
          "title": "{DINOv2}: learning robust visual features without supervision",
          "author": "Oquab, Maxime and others",
          "journal": "Transactions on Machine Learning Research", "year": "2024",
          "eprint": "2304.07193", "archiveprefix": "arXiv",
        ]),
    ],
    publishedWeights: [
      PublishedWeights(
        name: "dinov2_vits14", network: "ViT-S/14",
        origin: "LVD-142M, self-supervised, without a head (Oquab et al. 2023)",
        source: "https://dl.fbaipublicfiles.com/dinov2/dinov2_vits14/dinov2_vits14_pretrain.pth",
        licence: "Apache-2.0", byteCount: 88_283_115,
        sha256: "b938bf1bc15cd2ec0feacfe3a1bb553fe8ea9ca46a7e1d8d00217f29aef60cd9")
    ],
    imageSizeStep: VisionTransformer.patchSize, firstLayer: "patch_embed.proj",
    headName: "head",
    // DINOv2 put it in the place of hidden patches while it was trained.
    unusedNames: ["mask_token"], backbone: { try VisionTransformer($0) })
}

/// ViT-S/14 as DINOv2 trains it, up to its features, with timm's layer names.
///
/// Images [N, 3, H, W], normalised, H and W multiples of 14 → features [N, 384]: the class token
/// after the last normalisation. The position embedding is that of 518 × 518 pixels and is
/// interpolated for others at every pass, so the weights have the same shapes for all sizes.
/// Sources: Dosovitskiy et al., "An image is worth 16x16 words", ICLR 2021; layer scale from
/// Touvron et al., "Going deeper with image transformers", ICCV 2021; Oquab et al., "DINOv2:
/// learning robust visual features without supervision", 2023. Initial weights as in timm.
private struct VisionTransformer: Backbone {
  /// Side of the patches in pixels.
  static let patchSize = 14
  private static let blockCount = 12
  /// Patches along the side of the images that the position embedding is for.
  private static let gridSide = 518 / patchSize

  let featureCount = 384
  private let patches: Convolution2d
  private let classToken: Parameter
  /// [1, 1 + 37·37, 384]: the class token's position, then the patches' row by row.
  private let positions: Parameter
  private let blocks: [TransformerBlock]
  private let normalisation: LayerNormalisation

  init(_ path: ParameterPath) throws {
    let side = VisionTransformer.gridSide
    patches = try Convolution2d(
      path / "patch_embed" / "proj", inputChannels: 3, outputChannels: featureCount,
      kernelSize: VisionTransformer.patchSize, stride: VisionTransformer.patchSize, hasBias: true,
      initialisation: .uniform)
    classToken = try path.normalWeight(
      "cls_token", shape: [1, 1, featureCount], standardDeviation: 1e-6)
    positions = try path.normalWeight(
      "pos_embed", shape: [1, 1 + side * side, featureCount], standardDeviation: 0.02)
    blocks = try (0..<VisionTransformer.blockCount).map { [featureCount] index in
      try TransformerBlock(path / "blocks" / "\(index)", width: featureCount)
    }
    normalisation = try LayerNormalisation(
      path / "norm", features: featureCount, epsilon: TransformerBlock.epsilon)
  }

  func parts(training: Bool) -> [BackbonePart] {
    let blocks = blocks.enumerated().map { index, block in
      BackbonePart("blocks.\(index)") { try block($0) }
    }
    return [
      BackbonePart("patch_embed", patchMap), BackbonePart("pos_embed", addPositions),
      BackbonePart("cls_token", prependClassToken),
    ] + blocks + [BackbonePart("norm", classFeatures)]
  }

  /// Images [N, 3, H, W] → [N, 384, H/14, W/14].
  private func patchMap(_ images: Tensor) throws -> Tensor {
    for side in images.shape.suffix(2) {
      try Architecture.visionTransformerSmall14.requireFit(imageSize: side)
    }
    return try patches(images)
  }

  /// [N, 384, h, w] → tokens [N, h·w, 384] that know their place.
  private func addPositions(_ map: Tensor) throws -> Tensor {
    let (count, height, width) = (map.shape[0], map.shape[2], map.shape[3])
    let tokens = try map.reshaped([count, featureCount, height * width]).transposed(1, 2)
    return try tokens + patchPositions(height: height, width: width)
  }

  /// The patches' position embedding [1, h·w, 384], as timm's `resample_abs_pos_embed` makes it.
  private func patchPositions(height: Int, width: Int) throws -> Tensor {
    let side = VisionTransformer.gridSide
    let positions = try positions.value.narrowed(along: 1, from: 1, count: side * side)
    guard height != side || width != side else { return positions }
    let map = try positions.reshaped([1, side, side, featureCount]).permuted([0, 3, 1, 2])
    return try Functions.bicubicResize(map, height: height, width: width)
      .permuted([0, 2, 3, 1]).reshaped([1, height * width, featureCount])
  }

  /// Tokens [N, T, 384] → [N, 1 + T, 384].
  private func prependClassToken(_ tokens: Tensor) throws -> Tensor {
    let token = try classToken.value + positions.value.narrowed(along: 1, from: 0, count: 1)
    let repeated = try token.expanded(to: [tokens.shape[0], 1, featureCount])
    return try Tensor.concatenated([repeated, tokens], along: 1)
  }

  /// Tokens [N, T, 384] → the class token's features [N, 384].
  private func classFeatures(_ tokens: Tensor) throws -> Tensor {
    let first = try tokens.narrowed(along: 1, from: 0, count: 1)
    return try normalisation(first.reshaped([tokens.shape[0], featureCount]))
  }
}

/// Attention and a network of two layers, each normalised before, scaled after, and with a
/// shortcut around: tokens [N, T, width] → [N, T, width].
private struct TransformerBlock {
  static let epsilon = 1e-6
  /// Layer scale starts here, so that blocks first do almost nothing.
  private static let initialScale = 1e-5
  private static let hiddenExpansion = 4

  private let attentionNormalisation: LayerNormalisation
  private let attention: SelfAttention
  private let attentionScale: LayerScale
  private let hiddenNormalisation: LayerNormalisation
  private let hidden: Linear
  private let output: Linear
  private let outputScale: LayerScale

  init(_ path: ParameterPath, width: Int) throws {
    let hiddenWidth = TransformerBlock.hiddenExpansion * width
    let scale = TransformerBlock.initialScale
    attentionNormalisation = try LayerNormalisation(
      path / "norm1", features: width, epsilon: TransformerBlock.epsilon)
    attention = try SelfAttention(path / "attn", width: width)
    attentionScale = try LayerScale(path / "ls1", features: width, initialValue: scale)
    hiddenNormalisation = try LayerNormalisation(
      path / "norm2", features: width, epsilon: TransformerBlock.epsilon)
    hidden = try Linear(
      path / "mlp" / "fc1", inputs: width, outputs: hiddenWidth,
      initialisation: .visionTransformer)
    output = try Linear(
      path / "mlp" / "fc2", inputs: hiddenWidth, outputs: width,
      initialisation: .visionTransformer)
    outputScale = try LayerScale(path / "ls2", features: width, initialValue: scale)
  }

  func callAsFunction(_ tokens: Tensor) throws -> Tensor {
    let x = try tokens + attentionScale(attention(attentionNormalisation(tokens)))
    return try x + outputScale(output(Functions.gelu(hidden(hiddenNormalisation(x)))))
  }
}

/// Self-attention with six heads (Vaswani et al. 2017, section 3.2.2).
private struct SelfAttention {
  private static let headCount = 6

  private let queriesKeysValues: Linear
  private let projection: Linear

  init(_ path: ParameterPath, width: Int) throws {
    queriesKeysValues = try Linear(
      path / "qkv", inputs: width, outputs: 3 * width, initialisation: .visionTransformer)
    projection = try Linear(
      path / "proj", inputs: width, outputs: width, initialisation: .visionTransformer)
  }

  func callAsFunction(_ tokens: Tensor) throws -> Tensor {
    let (count, tokenCount, width) = (tokens.shape[0], tokens.shape[1], tokens.shape[2])
    let heads = SelfAttention.headCount
    let joined = try queriesKeysValues(tokens)
    let parts = try (0..<3).map { part in
      try joined.narrowed(along: 2, from: part * width, count: width)
        .reshaped([count, tokenCount, heads, width / heads]).transposed(1, 2)
    }
    let attended = try Functions.attention(parts[0], parts[1], parts[2])
    return try projection(attended.transposed(1, 2).reshaped([count, tokenCount, width]))
  }
}

extension Initialisation {
  fileprivate static let visionTransformer = Initialisation.normal(standardDeviation: 0.02)
}
