import Presentation

/// An equation of the method, written in MathML, which browsers set without help.
public enum Equation: String, CaseIterable, Sendable {
  /// Cross-entropy with label smoothing.
  case crossEntropy
  /// Cross-entropy and the combined distance loss.
  case distanceLoss
  /// Mean absolute error of ages.
  case absoluteError
  /// Huber's loss of ages.
  case huber
  /// A distribution over the years, q normal around the known age, and its mean as the prediction.
  case ageDistribution

  var html: HTML {
    """
    <p class="equation"><math display="block" alttext="\(plainText)">\(trusted: markup)</math></p>
    """
  }

  /// The same in one line, for readers without MathML.
  private var plainText: String {
    switch self {
    case .crossEntropy: "CE = − mean over faces of Σ q log p, q = (1 − ε)[k = y] + ε/K for K labels"
    case .distanceLoss:
      "L = CE + λ r(t) (½ mean ‖f − c‖² + β mean over pairs of max(0, m − ‖μ − μ‖)²)"
    case .absoluteError: "L = mean |predicted age − age|"
    case .huber: "L = mean of e²/2 where |e| ≤ δ, else δ(|e| − δ/2)"
    case .ageDistribution:
      "L = mean over faces of (− Σ q log p + 0.2 |â − a|), â = Σ k p over the years k"
    }
  }

  private var markup: String {
    switch self {
    case .crossEntropy:
      """
      <mi>CE</mi><mo>=</mo><mo>−</mo><mfrac><mn>1</mn><mi>N</mi></mfrac>\
      <munder><mo>∑</mo><mi>i</mi></munder><munder><mo>∑</mo><mi>k</mi></munder>\
      <msub><mi>q</mi><mrow><mi>i</mi><mi>k</mi></mrow></msub><mo>log</mo><msub><mi>p</mi><mrow><mi>i</mi><mi>k</mi></mrow></msub><mo>,</mo>\
      <mspace width="1em"/><msub><mi>q</mi><mrow><mi>i</mi><mi>k</mi></mrow></msub><mo>=</mo><mo stretchy="false">(</mo><mn>1</mn>\
      <mo>−</mo><mi>ε</mi><mo stretchy="false">)</mo><mo stretchy="false">[</mo><mi>k</mi><mo>=</mo><msub><mi>y</mi><mi>i</mi></msub>\
      <mo stretchy="false">]</mo><mo>+</mo><mfrac><mi>ε</mi><mi>K</mi></mfrac>
      """
    case .distanceLoss:
      """
      <mi>L</mi><mo>=</mo><mi>CE</mi><mo>+</mo><mi>λ</mi><mspace width="0.15em"/><mi>r</mi>\
      <mo stretchy="false">(</mo><mi>t</mi><mo stretchy="false">)</mo><mrow><mo>[</mo><mfrac><mn>1</mn><mrow><mn>2</mn><mi>N</mi>\
      </mrow></mfrac><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>‖</mo><msub><mi>f</mi>\
      <mi>i</mi></msub><mo>−</mo><msub><mi>c</mi><msub><mi>y</mi><mi>i</mi></msub></msub><mo>‖</mo>\
      </mrow><mn>2</mn></msup><mo>+</mo><mi>β</mi><munder><mo>mean</mo><mrow><mi>j</mi><mo>&lt;</mo>\
      <mi>k</mi></mrow></munder><mo>max</mo><msup><mrow><mo stretchy="false">(</mo><mn>0</mn><mo>,</mo><mi>m</mi>\
      <mo>−</mo><mo>‖</mo><msub><mi>μ</mi><mi>j</mi></msub><mo>−</mo><msub><mi>μ</mi><mi>k</mi>\
      </msub><mo>‖</mo><mo stretchy="false">)</mo></mrow><mn>2</mn></msup><mo>]</mo></mrow>
      """
    case .absoluteError:
      """
      <mi>L</mi><mo>=</mo><mfrac><mn>1</mn><mi>N</mi></mfrac><munder><mo>∑</mo><mi>i</mi></munder>\
      <mo stretchy="false">|</mo><msub><mover><mi>a</mi><mo>^</mo></mover><mi>i</mi></msub><mo>−</mo><msub><mi>a</mi>\
      <mi>i</mi></msub><mo stretchy="false">|</mo>
      """
    case .huber:
      """
      <mi>L</mi><mo>=</mo><mfrac><mn>1</mn><mi>N</mi></mfrac><munder><mo>∑</mo><mi>i</mi></munder>\
      <mrow><mo>{</mo><mtable><mtr><mtd><mfrac><mn>1</mn><mn>2</mn></mfrac><msubsup><mi>e</mi>\
      <mi>i</mi><mn>2</mn></msubsup></mtd><mtd><mo stretchy="false">|</mo><msub><mi>e</mi><mi>i</mi></msub><mo stretchy="false">|</mo>\
      <mo>≤</mo><mi>δ</mi></mtd></mtr><mtr><mtd><mi>δ</mi><mo stretchy="false">(</mo><mo stretchy="false">|</mo><msub><mi>e</mi>\
      <mi>i</mi></msub><mo stretchy="false">|</mo><mo>−</mo><mfrac><mi>δ</mi><mn>2</mn></mfrac><mo stretchy="false">)</mo></mtd>\
      <mtd><mtext>else</mtext></mtd></mtr></mtable></mrow>
      """
    case .ageDistribution:
      """
      <mi>L</mi><mo>=</mo><mfrac><mn>1</mn><mi>N</mi></mfrac><munder><mo>∑</mo><mi>i</mi></munder>\
      <mrow><mo>(</mo><mo>−</mo><munderover><mo>∑</mo><mrow><mi>k</mi><mo>=</mo><mn>0</mn></mrow>\
      <mn>100</mn></munderover><msub><mi>q</mi><mrow><mi>i</mi><mi>k</mi></mrow></msub><mo>log</mo><msub><mi>p</mi>\
      <mrow><mi>i</mi><mi>k</mi></mrow></msub><mo>+</mo><mn>0.2</mn><mo stretchy="false">|</mo><msub><mover><mi>a</mi><mo>^</mo></mover>\
      <mi>i</mi></msub><mo>−</mo><msub><mi>a</mi><mi>i</mi></msub><mo stretchy="false">|</mo><mo>)</mo></mrow>\
      <mo>,</mo><mspace width="1em"/><msub><mover><mi>a</mi><mo>^</mo></mover><mi>i</mi></msub>\
      <mo>=</mo><munderover><mo>∑</mo><mrow><mi>k</mi><mo>=</mo><mn>0</mn></mrow><mn>100</mn>\
      </munderover><mi>k</mi><mspace width="0.15em"/><msub><mi>p</mi><mrow><mi>i</mi><mi>k</mi></mrow></msub>
      """
    }
  }
}
