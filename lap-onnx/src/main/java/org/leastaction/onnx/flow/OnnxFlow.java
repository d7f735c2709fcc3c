package org.leastaction.onnx.flow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.BatchObserver;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.flow.FlowCosts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Preprocessing;
import org.leastaction.flow.RoleReasons;
import org.leastaction.flow.Segment;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.difference.FlowDifferences;
import org.leastaction.flow.inspection.CutModel;
import org.leastaction.flow.inspection.Shortcut;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import org.leastaction.onnx.cut.Block;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.graph.BatchAxis;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.runtime.Piece;
import org.leastaction.points.FloatPoints;

/**
 * An ONNX network as a flow.
 *
 * <p>Inputs are taken as data sets have them (images with channels last) and turned into the network's own order;
 * particles keep the network's order, [channels, height, width] in most. A network without a classifier has 0 classes.
 * One without blocks is a flow of a single block, from its input to its output.
 */
public final class OnnxFlow implements FlowModel {

    private static final String TAKES_WHOLE_NUMBERS =
            "the network takes whole numbers, so its loss has no gradient at its inputs";

    private final Cut cut;
    private final Optional<InputNormalisation> normalisation;
    private final FlowShape shape;
    private final NetworkInputs entering;
    private final Optional<Piece> encoder;
    private final List<Stage> stages;
    private final Optional<Piece> classifier;
    private final SingleBlocks singleBlocks;
    private final BlockSteps steps;
    private final WholeNetwork whole;
    private final CostNetwork costs;
    private boolean closed;

    private OnnxFlow(Cut cut, Optional<InputNormalisation> normalisation, Pieces pieces, WholeNetwork whole,
            CostNetwork costs, Optional<Piece> encoder, List<Stage> stages, Optional<Piece> classifier) {
        this.cut = cut;
        this.normalisation = normalisation;
        this.shape = shape(cut);
        this.entering = NetworkInputs.of(cut);
        this.steps = new BlockSteps(cut.blocks());
        this.whole = whole;
        this.costs = costs;
        this.encoder = encoder;
        this.stages = List.copyOf(stages);
        this.classifier = classifier;
        this.singleBlocks = new SingleBlocks(cut, pieces);
    }

    /**
     * Opens a network, and checks that its parts, run one after another, give what the whole gives.
     *
     * @param file  for messages
     * @param tried with at least one block
     * @throws InputFileException if the runtime refuses it, or its parts give something else
     */
    static OnnxFlow open(Path file, BatchTrial.Result tried, Execution execution) throws InputFileException {
        try {
            if (tried.axis() == BatchAxis.FREE) {
                Optional<OnnxFlow> free = agreeing(file, tried, BatchAxis.FREE, execution);
                if (free.isPresent()) {
                    return free.get();
                }
            }
            return agreeing(file, tried, BatchAxis.FIXED, execution).orElseThrow(() -> new MalformedModelException(
                    "its parts, run one after another, give other states than the whole network"));
        } catch (MalformedModelException refused) {
            throw new InputFileException(file, Messages.of(refused), refused);
        }
    }

    /**
     * A flow whose parts agree with the whole network.
     *
     * @return empty if they do not, or cannot be run with a free batch
     */
    private static Optional<OnnxFlow> agreeing(Path file, BatchTrial.Result tried, BatchAxis axis, Execution execution)
            throws MalformedModelException {
        OnnxFlow flow = null;
        try {
            flow = of(file, tried.cut(), axis, execution);
            if (flow.agrees(tried)) {
                return Optional.of(flow);
            }
        } catch (MalformedModelException | IllegalStateException refused) {
            if (axis == BatchAxis.FIXED) {
                closeQuietly(flow);
                throw new MalformedModelException(Messages.of(refused), refused);
            }
        }
        closeQuietly(flow);
        return Optional.empty();
    }

    private static OnnxFlow of(Path file, Cut read, BatchAxis axis, Execution execution) throws MalformedModelException {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            Cut cut = EndingTrial.decided(read, axis, execution);
            Pieces pieces = new Pieces(cut, axis, execution);
            String first = cut.blocks().get(0).input();
            String last = cut.blocks().get(cut.blocks().size() - 1).output();
            Optional<Piece> encoder = piece(pieces, cut.graph().input().name(), first, opened);
            List<Stage> stages = new ArrayList<>();
            for (StagePlan plan : StagePlan.of(cut)) {
                Stage stage = Stage.open(plan, pieces, cut::dimension);
                opened.add(stage);
                stages.add(stage);
            }
            // Where a skip connection leads past the blocks, the answers start from what enters the first of them.
            Optional<Piece> classifier = cut.head().classes() == 0
                    ? Optional.empty()
                    : piece(pieces, cut.classifiesAlone() ? last : first, cut.head().tensor(), opened);
            return new OnnxFlow(cut, KnownPreprocessing.of(file, cut), pieces, new WholeNetwork(cut, axis, execution),
                    new CostNetwork(cut, axis, execution), encoder, stages, classifier);
        } catch (MalformedModelException refused) {
            opened.forEach(OnnxFlow::closeQuietly);
            throw refused;
        }
    }

    /**
     * Whether the parts give the points of a trial the states that the whole network gives each of them alone, and every
     * block with an identity shortcut starts where the one before it ended.
     */
    private boolean agrees(BatchTrial.Result tried) {
        FloatPoints encoded = run(encoder, tried.points(), shape.encodedDimension());
        List<Block> blocks = cut.blocks();
        List<Boolean> agreed = new ArrayList<>();
        float[][] before = {encoded.toArray()};
        FloatPoints end = transport(encoded, step -> {
            Block block = blocks.get(step.block());
            boolean continues = block.shortcut() != Shortcut.IDENTITY
                    || Arrays.equals(step.shortcut().toArray(), before[0]);
            agreed.add(continues && tried.agrees(block.output(), step.output()));
            before[0] = step.output().toArray();
        });
        boolean answers = shape.classes() == 0 || tried.agrees(cut.head().tensor(),
                run(classifier, cut.classifiesAlone() ? end : encoded, cut.dimension(cut.head().tensor())));
        return answers && agreed.size() == blocks.size() && !agreed.contains(false);
    }

    private static Optional<Piece> piece(Pieces pieces, String from, String to, List<AutoCloseable> opened)
            throws MalformedModelException {
        if (from.equals(to)) {
            return Optional.empty();
        }
        Piece piece = pieces.between(from, List.of(to));
        opened.add(piece);
        return Optional.of(piece);
    }

    @Override
    public FlowShape shape() {
        return shape;
    }

    @Override
    public FloatPoints encode(FloatPoints inputs) {
        check("encode", inputs, shape.inputDimension());
        return run(encoder, entering.apply(inputs), shape.encodedDimension());
    }

    @Override
    public FloatPoints transport(FloatPoints encoded, BlockObserver observer) {
        check("transport", encoded, shape.encodedDimension());
        FloatPoints state = encoded;
        int index = 0;
        for (Stage stage : stages) {
            int end = index + stage.blocks();
            States states = stage.run(state);
            steps.tell(index, end, states, observer);
            state = states.of(stage.end());
            index = end;
        }
        return FloatPoints.wrap(state.toArray(), state.size(), state.dimension());
    }

    @Override
    public FloatPoints classify(FloatPoints transported) {
        check("classify", transported, shape.transportedDimension());
        if (shape.classes() == 0) {
            throw new UnsupportedOperationException("the network tells no classes apart");
        }
        if (!cut.classifiesAlone()) {
            throw new UnsupportedOperationException("a skip connection leads past the blocks into the classifier, so that"
                    + " what leaves the blocks does not determine the answers");
        }
        return LogProbabilities.of(
                run(classifier, transported, cut.dimension(cut.head().tensor())), cut.head().ending());
    }

    @Override
    public FloatPoints answers(FloatPoints encoded) {
        if (shape.classes() == 0 || cut.classifiesAlone()) {
            return FlowModel.super.answers(encoded);
        }
        check("answers", encoded, shape.encodedDimension());
        return LogProbabilities.of(
                run(classifier, encoded, cut.dimension(cut.head().tensor())), cut.head().ending());
    }

    /** In one piece, batches side by side on as many threads as there are. */
    @Override
    public Optional<FloatPoints> pass(FloatPoints inputs, int batch, BatchObserver observer) {
        check("a pass", inputs, shape.inputDimension());
        return batch >= 1 && (whole.fits() || !cut.classifiesAlone())
                ? whole.pass(inputs, batch, observer)
                : FlowModel.super.pass(inputs, batch, observer);
    }

    /** Costs, summed up inside the network; derivatives by finite differences, where the network does not compute in steps. */
    @Override
    public <R> Optional<R> role(Class<R> role) {
        if (role == BlockCosts.class) {
            return !closed && costs.opens() ? Optional.of(role.cast((BlockCosts) this::costs)) : Optional.empty();
        }
        if (role == DiscreteInputs.class) {
            return cut.discreteInputs().map(role::cast);
        }
        if (role == Preprocessing.class) {
            return normalisation.map(told -> role.cast((Preprocessing) () -> told));
        }
        if (role == CutModel.class) {
            return Optional.of(role.cast((CutModel) cut::described));
        }
        if (role == RoleReasons.class) {
            return Optional.of(role.cast((RoleReasons) this::reason));
        }
        boolean possible = role == JacobianProducts.class
                || (role == BlockJacobianProducts.class && cut.blocksRunAlone())
                || (role == LossGradients.class && shape.classes() > 0);
        return possible && reason(role).isEmpty()
                ? Optional.of(role.cast(new FlowDifferences(this, this::runBlock)))
                : Optional.empty();
    }

    /** Why a derivative by differences of runs would be none. */
    private Optional<String> reason(Class<?> role) {
        if (role == JacobianProducts.class || role == BlockJacobianProducts.class) {
            return cut.stepsInBlocks();
        }
        if (role != LossGradients.class) {
            return Optional.empty();
        }
        return cut.discreteInputs().isPresent() ? Optional.of(TAKES_WHOLE_NUMBERS) : cut.steps();
    }

    private FlowCosts costs(FloatPoints inputs, int batch) {
        check("costs", inputs, shape.inputDimension());
        if (batch < 1) {
            throw new IllegalArgumentException("a batch has at least 1 point, not " + batch);
        }
        return costs.costs(inputs, batch);
    }

    private FloatPoints runBlock(int block, FloatPoints entering) {
        check("a block", entering, shape.enteringDimension(block));
        return singleBlocks.run(block, entering);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            singleBlocks.close();
            whole.close();
            costs.close();
            encoder.ifPresent(Piece::close);
            stages.forEach(Stage::close);
            classifier.ifPresent(Piece::close);
        }
    }

    private static FloatPoints run(Optional<Piece> piece, FloatPoints points, int dimension) {
        if (piece.isEmpty()) {
            return FloatPoints.wrap(points.toArray(), points.size(), points.dimension());
        }
        float[] result = new float[Math.multiplyExact(points.size(), dimension)];
        piece.get().run(points, List.of(result));
        return FloatPoints.wrap(result, points.size(), dimension);
    }

    private void check(String what, FloatPoints points, int dimension) {
        if (closed) {
            throw new IllegalStateException("this flow is closed");
        }
        if (points.dimension() != dimension || points.size() == 0) {
            throw new IllegalArgumentException(what + " takes at least one point of dimension " + dimension + ", not "
                    + points.size() + " of dimension " + points.dimension());
        }
    }

    private static FlowShape shape(Cut cut) {
        List<Segment> segments = cut.segments().stream()
                .map(blocks -> new Segment(cut.point(blocks.get(0).output()), blocks.size())).toList();
        return new FlowShape(cut.layout().dataShape(), cut.point(cut.blocks().get(0).input()), segments,
                cut.head().classes());
    }

    private static void closeQuietly(@Nullable AutoCloseable one) {
        try {
            if (one != null) {
                one.close();
            }
        } catch (Exception second) {
            // The first failure is the one to tell.
        }
    }
}
