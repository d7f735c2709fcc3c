package org.leastaction.flow.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.BlockCosts;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.Decoder;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.Saver;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.training.FlowTrainer;

/** Opens and trains {@link AffineFlow}s. No services file names it; tests that discover it provide one. */
public final class AffineBackend implements FlowBackend {

    @Override
    public String id() {
        return "affine";
    }

    @Override
    public String version() {
        return "1 (Java " + Runtime.version().feature() + ")";
    }

    @Override
    public Set<Class<?>> roles() {
        return Set.of(FlowModel.class, JacobianProducts.class, BlockJacobianProducts.class, LossGradients.class,
                Saver.class, LayerDescriber.class, Decoder.class, BlockCosts.class, FlowTrainer.class);
    }

    @Override
    public List<String> devices() {
        return List.of("cpu");
    }

    @Override
    public boolean recognises(Path model) {
        return Files.isRegularFile(model.resolve(AffineFile.NAME));
    }

    @Override
    public FlowModel open(Path model, Execution execution) throws IOException {
        return new AffineFlow(AffineFile.read(model));
    }

    @Override
    public Optional<FlowTrainer> trainer() {
        return Optional.of(new AffineTrainer());
    }
}
