package org.leastaction.onnx.flow;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.DerivativeArguments;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.backend.Execution;
import org.leastaction.io.Messages;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.cut.ResidualBlock;
import org.leastaction.onnx.gradient.Differentiation;
import org.leastaction.onnx.gradient.NotDifferentiableException;
import org.leastaction.onnx.graph.BatchLayout;
import org.leastaction.onnx.graph.BatchLayout.BatchAxis;
import org.leastaction.onnx.graph.Lookup;
import org.leastaction.onnx.proto.MalformedModelException;
import org.leastaction.onnx.proto.ModelProto;
import org.leastaction.onnx.runtime.SubgraphSession;
import org.leastaction.points.FloatPoints;

/**
 * Exact derivatives of a network, run by the same runtime as the network. A product costs two to three evaluations of
 * the part of the network that is differentiated. Sessions are opened on first use; if the weights of all take too much
 * memory, the least recently used are closed.
 */
final class ExactDerivatives implements JacobianProducts, BlockJacobianProducts, LossGradients, AutoCloseable {

    /**
     * Maximum bytes of the weights of all open sessions; two sessions may have more, since J and Jᵀ are often used in
     * turn.
     */
    private static final long MOST_BYTES = 1L << 29;
    private static final int FEWEST_SESSIONS = 2;

    private final Cut cut;
    private final FlowShape shape;
    private final InputConversion conversion;
    private final SubgraphSessions sessions;
    private final Map<Product, Opened> opened = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Class<?>, Optional<String>> refusals = new HashMap<>();
    private @Nullable Differentiation differentiation;
    private boolean closed;

    ExactDerivatives(Cut cut, FlowShape shape, BatchAxis axis, Execution execution) {
        this.cut = cut;
        this.shape = shape;
        this.conversion = InputConversion.of(cut);
        this.sessions = new SubgraphSessions(cut, axis, execution);
    }

    /** Derivatives of the part of a network between two tensors. */
    private record Product(Kind kind, String from, String to) {

        enum Kind {
            FORWARD, TRANSPOSED, LOSS
        }
    }

    /**
     * An open session.
     *
     * @param bytes of its weights
     */
    private record Opened(SubgraphSession session, long bytes) {}

    /**
     * The reason why a role has no exact derivatives; empty if it has them. Opens the sessions of the role.
     *
     * @return a sentence part without a full stop
     */
    Optional<String> refusal(Class<?> role) {
        return closed ? Optional.empty() : refusals.computeIfAbsent(role, key -> {
            try {
                if (role == LossGradients.class) {
                    open(loss());
                } else if (role == JacobianProducts.class) {
                    open(whole(Product.Kind.TRANSPOSED));
                } else {
                    for (int k = 0; k < shape.blocks(); k++) {
                        open(block(Product.Kind.TRANSPOSED, k));
                    }
                }
                return Optional.empty();
            } catch (NotDifferentiableException | MalformedModelException refused) {
                return Optional.of(Messages.of(refused));
            }
        });
    }

    @Override
    public FloatPoints jacobianVector(FloatPoints encoded, FloatPoints tangents) {
        DerivativeArguments.check(encoded, shape.encodedDimension(), tangents, shape.encodedDimension());
        return run(whole(Product.Kind.FORWARD), encoded, tangents, shape.transportedDimension());
    }

    @Override
    public FloatPoints vectorJacobian(FloatPoints encoded, FloatPoints cotangents) {
        DerivativeArguments.check(encoded, shape.encodedDimension(), cotangents, shape.transportedDimension());
        return run(whole(Product.Kind.TRANSPOSED), encoded, cotangents, shape.encodedDimension());
    }

    @Override
    public FloatPoints blockJacobianVector(int block, FloatPoints entering, FloatPoints tangents) {
        int d = shape.enteringDimension(block);
        DerivativeArguments.check(entering, d, tangents, d);
        return run(block(Product.Kind.FORWARD, block), entering, tangents, shape.leavingDimension(block));
    }

    @Override
    public FloatPoints blockVectorJacobian(int block, FloatPoints entering, FloatPoints cotangents) {
        int d = shape.enteringDimension(block);
        DerivativeArguments.check(entering, d, cotangents, shape.leavingDimension(block));
        return run(block(Product.Kind.TRANSPOSED, block), entering, cotangents, d);
    }

    @Override
    public FloatPoints lossGradients(FloatPoints inputs, int[] labels) {
        return scoreGradients(inputs, DerivativeArguments.minusUnits(inputs, labels, shape));
    }

    @Override
    public FloatPoints scoreGradients(FloatPoints inputs, FloatPoints weights) {
        DerivativeArguments.check(inputs, shape.inputDimension(), weights, shape.classes());
        return conversion.restored(run(loss(), conversion.apply(inputs), weights, shape.inputDimension()));
    }

    private Product whole(Product.Kind kind) {
        List<ResidualBlock> blocks = cut.blocks();
        return new Product(kind, blocks.get(0).input(), blocks.get(blocks.size() - 1).output());
    }

    private Product block(Product.Kind kind, int block) {
        List<ResidualBlock> blocks = cut.blocks();
        String start = block == 0 ? blocks.get(0).input() : blocks.get(block - 1).output();
        return new Product(kind, start, blocks.get(block).output());
    }

    private Product loss() {
        return new Product(Product.Kind.LOSS, cut.graph().input().name(), cut.head().tensor());
    }

    private FloatPoints run(Product product, FloatPoints points, FloatPoints directions, int dimension) {
        if (closed) {
            throw new IllegalStateException("this flow is closed");
        }
        try {
            float[] result = new float[Math.multiplyExact(points.size(), dimension)];
            open(product).run(List.of(result), points, directions);
            return FloatPoints.wrap(result, points.size(), dimension);
        } catch (MalformedModelException refused) {
            throw new IllegalStateException("the derivative " + Messages.of(refused), refused);
        }
    }

    /** @throws NotDifferentiableException if an operation has no rule */
    private SubgraphSession open(Product product) throws MalformedModelException {
        Opened known = opened.get(product);
        if (known != null) {
            return known.session();
        }
        ModelProto part = part(product);
        Differentiation rules = differentiation();
        ModelProto derivative = switch (product.kind()) {
            case TRANSPOSED -> rules.vectorJacobian(part);
            case FORWARD -> rules.jacobianVector(part);
            case LOSS -> rules.scoreGradient(part, cut.head().ending(), shape.classes());
        };
        BatchLayout direction = switch (product.kind()) {
            case TRANSPOSED -> cut.batchLayout(product.to());
            case FORWARD -> cut.batchLayout(product.from());
            case LOSS -> BatchLayout.first(List.of((long) cut.batch(), (long) shape.classes()), cut.batch());
        };
        String result = product.kind() == Product.Kind.FORWARD ? product.to() : product.from();
        long bytes = derivative.graph().initializers().values().stream()
                .mapToLong(constant -> constant.data().length()).sum();
        makeRoom(bytes);
        SubgraphSession session = sessions.derivative(derivative, product.from(), direction, result, held(part));
        opened.put(product, new Opened(session, bytes));
        return session;
    }

    private void makeRoom(long bytes) {
        long all = bytes + opened.values().stream().mapToLong(Opened::bytes).sum();
        Iterator<Opened> eldest = opened.values().iterator();
        while (all > MOST_BYTES && opened.size() >= FEWEST_SESSIONS) {
            Opened closing = eldest.next();
            all -= closing.bytes();
            eldest.remove();
            closing.session().close();
        }
    }

    private ModelProto part(Product product) throws MalformedModelException {
        try {
            return sessions.model(product.from(), product.to());
        } catch (IllegalStateException tied) {
            throw new MalformedModelException(Messages.of(tied), tied);
        }
    }

    private Differentiation differentiation() throws MalformedModelException {
        if (differentiation == null) {
            differentiation = sessions.differentiation();
        }
        return differentiation;
    }

    /** Numbers that the operations of a part compute for one point. */
    private long held(ModelProto part) {
        return part.graph().nodes().stream().flatMap(node -> node.outputs().stream())
                .filter(cut.facts()::containsKey)
                .mapToLong(tensor -> Lookup.of(cut.facts(), tensor).size() / cut.batch() + 1).sum();
    }

    @Override
    public void close() {
        closed = true;
        opened.values().forEach(one -> one.session().close());
        opened.clear();
    }
}
