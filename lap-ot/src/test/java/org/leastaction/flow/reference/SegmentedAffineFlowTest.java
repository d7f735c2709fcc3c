package org.leastaction.flow.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.contract.AffineBackend;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.contract.FlowModelContract;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.points.FloatPoints;

class SegmentedAffineFlowTest extends FlowModelContract {

    @Override
    protected FlowModel open() {
        return new AffineFlow(AffineNetworks.segmented());
    }

    @Override
    protected FloatPoints inputs() {
        return AffineNetworks.inputsOfSpace();
    }

    @Override
    protected Set<Class<?>> roles() {
        return Set.of(FlowModel.class, JacobianProducts.class, BlockJacobianProducts.class,
                LossGradients.class, Saver.class, LayerDescriber.class, BlockCosts.class);
    }

    @Override
    protected FlowModel reopen(Path folder) throws IOException {
        return new AffineBackend().open(folder, Execution.defaults());
    }

    @Test
    void segmentsHaveTheirOwnDimensions() {
        FlowShape shape = AffineNetworks.segmented().shape();
        assertThat(shape.segments()).extracting(segment -> segment.dimension()).containsExactly(2, 4, 2);
        assertThat(shape.blocks()).isEqualTo(6);
        assertThat(projectingBlocks(shape)).containsExactlyInAnyOrder(1, 4);
        assertThat(IntStream.range(0, 6).map(shape::enteringDimension)).containsExactly(2, 2, 4, 4, 4, 2);
        assertThat(IntStream.range(0, 6).map(shape::leavingDimension)).containsExactly(2, 4, 4, 4, 2, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> shape.leavingDimension(6))
                .withMessage("there is no block 6 in a flow of the blocks 0 to 5");
    }
}
