package org.leastaction.bench.analysis;

import static org.leastaction.metrics.definition.MetricDefinition.Compared.LAST;
import static org.leastaction.metrics.definition.MetricDefinition.Compared.MAXIMUM;
import static org.leastaction.metrics.definition.MetricDefinition.Compared.NONE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.bench.record.Analysis;
import org.leastaction.bench.record.Quantity;
import org.leastaction.metrics.definition.MetricDefinition;
import org.leastaction.metrics.geometry.ClassScatter;
import org.leastaction.metrics.geometry.EffectiveRank;
import org.leastaction.metrics.geometry.NeuralCollapse;
import org.leastaction.metrics.geometry.SeparationLaw;
import org.leastaction.metrics.geometry.Trajectories;
import org.leastaction.metrics.regularity.IntrinsicDimension;
import org.leastaction.metrics.regularity.PairDistances;
import org.leastaction.metrics.regularity.PairIncrements;
import org.leastaction.metrics.regularity.PairSelection;
import org.leastaction.metrics.statistics.Bootstrap;
import org.leastaction.ot.TransportProblem;
import org.leastaction.ot.exact.Wasserstein;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;
import org.leastaction.transport.SegmentFlow;

/** The shapes of the trajectories, and the classes and dimensions by depth. */
public final class GeometryMeasures implements MetricGroup {

    private static final String GROUP = "geometry";
    private static final int PAIR_POINTS = 300;
    private static final int CLASS_POINTS = 500;
    private static final String STILL = "nothing moves";
    private static final String NO_JOINT = "no particle moves in two consecutive blocks of one segment";
    private static final String NO_LAW = "the separation fuzziness has fewer than 3 positive values";
    private static final String ONE_CLASS = "the samples are of a single class";

    public static final MetricDefinition LINE_SHAPE_SCORE =
            MetricDefinition.of(GROUP, "line_shape_score", "line-shape score").symbol("LSS").lessIsBetter()
                    .meaning("blocks / length of the sum of their directions; 1 for straight paths")
                    .formula("mean over samples of K / ‖Σ_k v_k/‖v_k‖‖; numerator and denominator summed over segments")
                    .unit("[1, ∞)").interval("bootstrap over samples").reference("Gai and Zhang 2021").cost("m·K·d")
                    .caveat("of the directions alone: 1 for a straight path at any speed, about √K for independent "
                            + "directions; blocks that do not move a sample are left out");
    public static final MetricDefinition TOTAL_CURVATURE =
            MetricDefinition.of(GROUP, "total_curvature", "total curvature").lessIsBetter()
                    .meaning("sum of the turning angles of a path, mean over points")
                    .formula("mean over samples of Σ_k ∠(v_{k−1}, v_k), within segments")
                    .unit("radians, [0, (K − 1)π]").interval("bootstrap over samples").reference("Milnor 1950")
                    .cost("m·K·d").caveat("short steps count as much as long ones");
    public static final MetricDefinition TURNING_ANGLE_BLOCKS =
            MetricDefinition.of(GROUP, "turning_angle_blocks", "turning angle between blocks").lessIsBetter()
                    .compared(MAXIMUM)
                    .formula("mean over samples of ∠(v_{k−1}, v_k), one for each pair of consecutive blocks")
                    .unit("radians, [0, π]").interval("none").reference("as `total_curvature`").cost("m·K·d")
                    .caveat("K − 1 numbers; `null` between segments, whose spaces differ; π/2 for independent "
                            + "directions in many dimensions");
    public static final MetricDefinition STEP_VARIATION =
            MetricDefinition.of(GROUP, "step_variation", "unevenness of the steps").lessIsBetter()
                    .meaning("deviation of ‖v‖ over the blocks / its mean; 0 for equal steps")
                    .formula("mean over samples of the standard deviation of ‖v_k‖ over the blocks of a segment, "
                            + "divided by its mean; segments weighted by their blocks")
                    .unit("[0, √(K − 1)]").interval("bootstrap over samples")
                    .reference("Li and Papyan 2023 (RA1, equispaced)").cost("m·K·d")
                    .caveat("states are equispaced on a line if this is 0 and `line_shape_score` 1");
    public static final MetricDefinition FLOW_STRAIGHTNESS =
            MetricDefinition.of(GROUP, "flow_straightness", "straightness integral").lessIsBetter().compared(NONE)
                    .meaning("∫ E‖(x_K − x₀) − v‖² dt; 0 for straight paths at constant speed")
                    .formula("∫₀¹ (1/m) Σᵢ ‖(T(xᵢ) − xᵢ) − v(t)‖² dt, the blocks of a segment as Euler steps of time "
                            + "1/K_s with velocities K_s·v_k; summed over segments")
                    .unit("length², ≥ 0").interval("bootstrap over samples").reference("Liu, Gong and Liu 2023")
                    .cost("m·K·d").caveat("equals `action` − `displacement` of the same samples; `straightness` is "
                            + "its scale-free form");
    public static final MetricDefinition SEPARATION_DEPTH =
            MetricDefinition.of(GROUP, "separation_depth", "separation fuzziness").lessIsBetter().compared(LAST)
                    .formula("Tr(SS_w SS_b⁺) before the first block and after each; SS_w scatter within classes, SS_b "
                            + "between them, both divided by m")
                    .unit("[0, ∞)").interval("none").reference("He and Su 2023").cost("K·m·C·d")
                    .caveat("of the samples measured: on training data, to which the law refers, it is smaller; "
                            + "eigenvalues of SS_b below 10⁻¹⁰ of the largest count as 0");
    public static final MetricDefinition SEPARATION_RATE =
            MetricDefinition.of(GROUP, "separation_rate", "rate of separation").symbol("ρ").lessIsBetter()
                    .meaning("factor of the separation fuzziness per block")
                    .formula("exp of the least-squares slope of ln `separation_depth` over k = 0 … K")
                    .unit("(0, ∞)").interval("Student, of the line").reference("He and Su 2023").cost("none extra")
                    .caveat("below 1 if blocks separate the classes; the interval is that of the line through the "
                            + "depths, not that of the samples");
    public static final MetricDefinition SEPARATION_R_SQUARED =
            MetricDefinition.of(GROUP, "separation_r_squared", "law of separation, R²").symbol("R²").moreIsBetter()
                    .meaning("how exactly the fuzziness falls by one factor per block")
                    .formula("R² of the line of `separation_rate`").unit("[0, 1]").reference("He and Su 2023")
                    .cost("none extra").caveat("1 if the law holds exactly; low also where nothing is separated");
    public static final MetricDefinition NC1 = MetricDefinition.of(GROUP, "nc1", "neural collapse, variability")
            .symbol("NC1").lessIsBetter().meaning("scatter within classes against between, after the last block")
            .formula("Tr(Σ_W Σ_B⁺)/C of x_K, classes with equal weight").unit("[0, ∞)").interval("none")
            .reference("Papyan, Han and Donoho 2020").cost("m·C·d")
            .caveat("of x_K, which is the input of the last layer only if F is linear; 0 in collapse");
    public static final MetricDefinition NC2_EQUINORM =
            MetricDefinition.of(GROUP, "nc2_equinorm", "neural collapse, norms").symbol("NC2").lessIsBetter()
                    .meaning("unevenness of the norms of class means")
                    .formula("standard deviation of ‖μ_c − μ‖ over classes, divided by the mean").unit("[0, √(C − 1)]")
                    .interval("none").reference("Papyan, Han and Donoho 2020").cost("m·d")
                    .caveat("0 for two classes, always; 0 in collapse");
    public static final MetricDefinition NC2_EQUIANGULAR =
            MetricDefinition.of(GROUP, "nc2_equiangular", "neural collapse, angles").symbol("NC2").lessIsBetter()
                    .meaning("distance of the cosines of class means from −1/(C − 1)")
                    .formula("mean over pairs of classes of |cos(μ_c − μ, μ_e − μ) + 1/(C − 1)|").unit("[0, 2]")
                    .interval("none").reference("Papyan, Han and Donoho 2020").cost("m·d + C²·d")
                    .caveat("0 for two classes, always; 0 in collapse");
    public static final MetricDefinition NC3 = MetricDefinition.of(GROUP, "nc3", "neural collapse, duality")
            .symbol("NC3").lessIsBetter().meaning("distance of the classifier's weights from the class means")
            .formula("‖W/‖W‖_F − M/‖M‖_F‖_F; the rows of M are μ_c − μ, W the weights of `nc3_classifier` less their "
                    + "mean over classes")
            .unit("[0, 2]").interval("none").reference("Papyan, Han and Donoho 2020").cost("m·C·d or m²·d + m³")
            .caveat("0 in collapse; √2 for unrelated weights; values of different classifiers are not comparable");
    public static final MetricDefinition NC3_CLASSIFIER =
            MetricDefinition.of(GROUP, "nc3_classifier", "classifier of the duality")
                    .formula("`network`: the weights of F, where the log-probabilities are affine in x_K up to their "
                            + "normalisation; else `least squares`: ridge regression onto the classes' indicators, "
                            + "ridge 1 % of the mean square")
                    .unit("words").cost("d evaluations of F").caveat("`least squares` says nothing about F");
    public static final MetricDefinition CLASS_W2_SQUARED_BLOCKS =
            MetricDefinition.of(GROUP, "class_w2_squared_blocks", "W₂² of the classes over each block")
                    .compared(NONE)
                    .formula("Σ_c (m_c/m) W₂² between the points of class c before and after each block, over 500 of "
                            + "the samples")
                    .unit("length²").reference("as `w2_squared_classes`").cost("K·m²·d/C")
                    .caveat("at most the cost of the block, and equal to it where the block moves every class "
                            + "optimally; biased upwards, as `w2_squared`");
    public static final MetricDefinition CLASS_W2_SQUARED_DEPTH =
            MetricDefinition.of(GROUP, "class_w2_squared_depth", "W₂² of the classes by depth").compared(NONE)
                    .formula("the same between the start of the block's segment and after the block")
                    .unit("length²").reference("as `w2_squared_classes`").cost("K·m²·d/C")
                    .caveat("starts anew in every segment; biased upwards, as `w2_squared`");
    public static final MetricDefinition EFFECTIVE_RANK_DEPTH =
            MetricDefinition.of(GROUP, "effective_rank_depth", "effective rank by depth").compared(LAST)
                    .formula("exp(−Σ p ln p), p the singular values of the points around their mean divided by their "
                            + "sum; over 300 of the samples")
                    .unit("[1, min(m − 1, d)]").interval("none").reference("Roy and Vetterli 2007")
                    .cost("K·m·d·min(m, d)").caveat("limited by the number of samples: values for different numbers "
                            + "are not comparable");
    public static final MetricDefinition INTRINSIC_DIMENSION_DEPTH =
            MetricDefinition.of(GROUP, "intrinsic_dimension_depth", "intrinsic dimension by depth").compared(LAST)
                    .formula("`intrinsic_dimension` of the points before the first block and after each; over 300 of "
                            + "the samples")
                    .unit("≥ 0").interval("none").reference("Facco et al. 2017").cost("K·m²·d")
                    .caveat("too low in many dimensions; `null` where points coincide");
    public static final MetricDefinition GEOMETRY_POINTS =
            MetricDefinition.of(GROUP, "geometry_points", "samples of the geometry")
                    .meaning("samples followed for the geometry").formula("number of samples m").unit("count")
                    .caveat("fuzziness and ranks of different numbers of samples are not comparable");

    private static final List<MetricDefinition> OF_CLASSES = List.of(SEPARATION_DEPTH, SEPARATION_RATE,
            SEPARATION_R_SQUARED, NC1, NC2_EQUINORM, NC2_EQUIANGULAR, NC3, NC3_CLASSIFIER, CLASS_W2_SQUARED_BLOCKS,
            CLASS_W2_SQUARED_DEPTH);

    @Override
    public List<MetricDefinition> metrics() {
        List<MetricDefinition> all = new ArrayList<>(List.of(
                LINE_SHAPE_SCORE, TOTAL_CURVATURE, TURNING_ANGLE_BLOCKS, STEP_VARIATION, FLOW_STRAIGHTNESS));
        all.addAll(OF_CLASSES);
        all.addAll(List.of(EFFECTIVE_RANK_DEPTH, INTRINSIC_DIMENSION_DEPTH, GEOMETRY_POINTS));
        return List.copyOf(all);
    }

    @Override
    public boolean needsStates() {
        return true;
    }

    @Override
    public String put(Analysis.Builder analysis, StudiedFlow flow) {
        List<List<FloatPoints>> segments = segments(flow);
        putTrajectories(analysis, Trajectories.of(segments, flow.parallelism()), flow.seed());
        if (flow.data().isLabelled()) {
            putSeparation(analysis, flow);
            putCollapse(analysis, flow);
            putClassDistances(analysis, flow, segments);
        }
        putDimensions(analysis, flow);
        analysis.put(GEOMETRY_POINTS, flow.states().rows().length);
        return StudiedFlow.NO_LABELS;
    }

    /** The states of the kept particles by segment: its start, which is the first shortcut, and every output. */
    private static List<List<FloatPoints>> segments(StudiedFlow flow) {
        List<List<FloatPoints>> segments = new ArrayList<>();
        int block = 0;
        for (SegmentFlow segment : flow.flow().segments()) {
            List<FloatPoints> states = new ArrayList<>();
            states.add(segment.start().select(flow.states().rows()));
            for (int k = 0; k < segment.segment().blocks(); k++) {
                states.add(flow.states().state(++block));
            }
            segments.add(states);
        }
        return segments;
    }

    private static void putTrajectories(Analysis.Builder analysis, Trajectories paths, long seed) {
        Bootstrap bootstrap = Bootstrap.defaults().withSeed(seed);
        analysis.put(LINE_SHAPE_SCORE, mean(paths.lineShapeScores(), bootstrap, STILL))
                .put(TOTAL_CURVATURE, mean(paths.totalCurvatures(), bootstrap, NO_JOINT))
                .put(TURNING_ANGLE_BLOCKS, paths.turningAngles())
                .put(STEP_VARIATION, mean(paths.stepVariations(), bootstrap, STILL))
                .put(FLOW_STRAIGHTNESS, mean(paths.straightness(), bootstrap, STILL));
    }

    private static Quantity mean(double[] values, Bootstrap bootstrap, String reason) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        return finite.length == 0 ? Quantity.missing(reason) : Quantity.of(bootstrap.mean(finite));
    }

    private static void putSeparation(Analysis.Builder analysis, StudiedFlow flow) {
        int[] labels = flow.stateLabels();
        double[] fuzziness = IntStream.rangeClosed(0, flow.flow().shape().blocks()).mapToDouble(
                k -> ClassScatter.of(flow.states().state(k), labels, flow.parallelism()).fuzziness()).toArray();
        analysis.put(SEPARATION_DEPTH, fuzziness);
        Optional<SeparationLaw> law = SeparationLaw.of(fuzziness);
        analysis.put(SEPARATION_RATE, law.map(l -> Quantity.of(l.rate())).orElse(Quantity.missing(NO_LAW)))
                .put(SEPARATION_R_SQUARED,
                        law.map(l -> Quantity.of(l.rSquared())).orElse(Quantity.missing(NO_LAW)));
    }

    private static void putCollapse(Analysis.Builder analysis, StudiedFlow flow) {
        FloatPoints end = flow.states().state(flow.flow().shape().blocks());
        Optional<DoublePoints> weights = LinearClassifier.of(flow.model(), end, flow.batch());
        analysis.put(NC3_CLASSIFIER, weights.isPresent() ? "network" : "least squares");
        Optional<NeuralCollapse> collapse =
                NeuralCollapse.of(end, flow.stateLabels(), weights, flow.parallelism());
        if (collapse.isEmpty()) {
            List.of(NC1, NC2_EQUINORM, NC2_EQUIANGULAR, NC3).forEach(key -> analysis.missing(key, ONE_CLASS));
            return;
        }
        analysis.put(NC1, collapse.get().variability())
                .put(NC2_EQUINORM, collapse.get().equinorm())
                .put(NC2_EQUIANGULAR, collapse.get().equiangular())
                .put(NC3, collapse.get().duality());
    }

    private static void putClassDistances(
            Analysis.Builder analysis, StudiedFlow flow, List<List<FloatPoints>> segments) {
        int[] labels = flow.stateLabels();
        int[] rows = StudiedFlow.rows(labels.length, CLASS_POINTS, flow.seed());
        List<int[]> classes = IntStream.range(0, flow.data().classes())
                .mapToObj(c -> Arrays.stream(rows).filter(row -> labels[row] == c).toArray())
                .filter(members -> members.length > 0).toList();
        int blocks = flow.flow().shape().blocks();
        double[] steps = new double[blocks];
        double[] depths = new double[blocks];
        int block = 0;
        for (List<FloatPoints> states : segments) {
            for (int k = 1; k < states.size(); k++) {
                flow.watch().reached(GROUP, block, blocks);
                for (int[] members : classes) {
                    double share = (double) members.length / rows.length;
                    steps[block] += share * w2Squared(states.get(k - 1), states.get(k), members, flow);
                    depths[block] += share * w2Squared(states.get(0), states.get(k), members, flow);
                }
                block++;
            }
        }
        analysis.put(CLASS_W2_SQUARED_BLOCKS, steps).put(CLASS_W2_SQUARED_DEPTH, depths);
    }

    private static double w2Squared(FloatPoints before, FloatPoints after, int[] members, StudiedFlow flow) {
        return Wasserstein.exact(TransportProblem.squaredEuclidean(before.select(members), after.select(members)),
                flow.parallelism()).cost();
    }

    private static void putDimensions(Analysis.Builder analysis, StudiedFlow flow) {
        int states = flow.flow().shape().blocks() + 1;
        double[] ranks = new double[states];
        double[] dimensions = new double[states];
        int[] rows = StudiedFlow.rows(flow.states().rows().length, PAIR_POINTS, flow.seed());
        for (int k = 0; k < states; k++) {
            FloatPoints points = flow.states().state(k).select(rows);
            ranks[k] = EffectiveRank.of(points, flow.parallelism());
            double[][] distances = PairDistances.of(points, flow.parallelism());
            double dimension = rows.length < 3 ? 0 : IntrinsicDimension
                    .of(PairIncrements.of(distances, distances, PairSelection.defaults())).value();
            dimensions[k] = dimension > 0 ? dimension : Double.NaN;
        }
        analysis.put(EFFECTIVE_RANK_DEPTH, ranks).put(INTRINSIC_DIMENSION_DEPTH, dimensions);
    }
}
