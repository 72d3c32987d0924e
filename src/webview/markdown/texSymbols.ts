/** Letters that TeX writes as words; they are set as variables are. */
const greek =
  'alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν ' +
  'xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω ell ℓ imath ı jmath ȷ';

const signs =
  'Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω ' +
  'times × div ÷ pm ± mp ∓ cdot · ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ dagger † ' +
  'le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ ll ≪ gg ≫ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ prec ≺ succ ≻ doteq ≐ ' +
  'in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ cup ∪ cap ∩ setminus ∖ emptyset ∅ varnothing ∅ ' +
  'forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ land ∧ wedge ∧ lor ∨ vee ∨ top ⊤ bot ⊥ perp ⊥ parallel ∥ mid ∣ nmid ∤ vdash ⊢ models ⊨ ' +
  'to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ uparrow ↑ downarrow ↓ mapsto ↦ longrightarrow ⟶ longleftarrow ⟵ ' +
  'Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ impliedby ⟸ iff ⟺ hookrightarrow ↪ rightharpoonup ⇀ ' +
  'sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀ ' +
  'partial ∂ nabla ∇ infty ∞ aleph ℵ hbar ℏ Re ℜ Im ℑ wp ℘ angle ∠ triangle △ square □ blacksquare ■ prime ′ degree ° ' +
  'ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ ' +
  'lbrace { rbrace } lbrack [ rbrack ] backslash \\ checkmark ✓ because ∵ therefore ∴ colon :';

const functions =
  'arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min mod Pr sec sin sinh sup tan tanh';

/** Commands that say how something is set, of which a line of text has nothing to show. */
const unseen = 'left right big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle limits nolimits nonumber';
const spaces = ', ; : ! > quad qquad thinspace';

/** Letters by their command, which are set slanted. */
export const texLetters: ReadonlyMap<string, string> = pairs(greek);

/** What commands without arguments stand for. */
export const texSigns: ReadonlyMap<string, string> = new Map([
  ...pairs(signs),
  ...functions.split(' ').map((name) => [name, name] as const),
  ...unseen.split(' ').map((name) => [name, ''] as const),
  ...spaces.split(' ').map((name) => [name, name === '!' ? '' : ' '] as const),
  ...['{', '}', '$', '%', '&', '#', '_'].map((sign) => [sign, sign] as const),
  [' ', ' '],
  ['|', '‖'],
]);

/** Letters with a double stroke, which Unicode has for all; those that had a place of their own before are listed. */
export const doubleStruck: ReadonlyMap<string, string> = pairs(
  'C ℂ H ℍ N ℕ P ℙ Q ℚ R ℝ Z ℤ E 𝔼 F 𝔽 K 𝕂 D 𝔻 S 𝕊 T 𝕋 1 𝟙',
);

/** Marks above a letter, as Unicode's combining characters. */
export const accents: ReadonlyMap<string, string> = new Map([
  ['hat', '\u0302'],
  ['tilde', '\u0303'],
  ['bar', '\u0304'],
  ['dot', '\u0307'],
  ['ddot', '\u0308'],
  ['vec', '\u20D7'],
]);

function pairs(text: string): ReadonlyMap<string, string> {
  const words = text.split(' ');
  return new Map(words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? '']] : [])));
}
