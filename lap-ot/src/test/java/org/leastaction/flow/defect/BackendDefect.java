package org.leastaction.flow.defect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.contract.AffineBackend;
import org.leastaction.flow.contract.AffineFlow;
import org.leastaction.flow.inspection.FlowInspector;
import org.leastaction.flow.layers.LayerWriter;
import org.leastaction.flow.reference.AffineNetworks;
import org.leastaction.flow.training.FlowTrainer;

/** Defects of a {@link FlowBackend}, one at a time, each with the check that must detect it. */
enum BackendDefect {

    NONE(null, new AffineBackend()),

    HAS_AN_ID_WITH_SPACES("idIsWellFormed", new WrappedBackend() {
        @Override
        public String id() {
            return "My Backend";
        }
    }),

    HAS_A_BLANK_VERSION("versionIsNotBlank", new WrappedBackend() {
        @Override
        public String version() {
            return " ";
        }
    }),

    CANNOT_RUN_FLOWS("rolesContainFlow", new WrappedBackend() {
        @Override
        public Set<Class<?>> roles() {
            return Set.of(FlowTrainer.class);
        }
    }),

    STATES_A_TRAINER_THAT_IS_NOT_THERE("thereIsATrainerExactlyIfTheRoleIsStated", new WrappedBackend() {
        @Override
        public Optional<FlowTrainer> trainer() {
            return Optional.empty();
        }
    }),

    STATES_AN_INSPECTOR_THAT_IS_NOT_THERE("thereIsAnInspectorExactlyIfTheRoleIsStated", new WrappedBackend() {
        @Override
        public Set<Class<?>> roles() {
            return Set.of(FlowModel.class, FlowTrainer.class, FlowInspector.class);
        }
    }),

    STATES_A_WRITER_THAT_IS_NOT_THERE("thereIsAWriterExactlyIfTheRoleIsStated", new WrappedBackend() {
        @Override
        public Set<Class<?>> roles() {
            return Set.of(FlowModel.class, FlowTrainer.class, LayerWriter.class);
        }
    }),

    HAS_NO_DEVICE("atLeastOneDeviceIsNamed", new WrappedBackend() {
        @Override
        public List<String> devices() {
            return List.of();
        }
    }),

    IS_NOT_PUBLIC("aServiceLoaderCanConstructIt", new WrappedBackend()),

    DOES_NOT_KNOW_ITS_OWN("itsOwnModelIsRecognisedAndOpens", new WrappedBackend() {
        @Override
        public boolean recognises(Path model) {
            return false;
        }
    }),

    STATES_TOO_FEW_ROLES("aModelHasNoRoleThatItsBackendDoesNotState", new WrappedBackend() {
        @Override
        public Set<Class<?>> roles() {
            return Set.of(FlowModel.class, FlowTrainer.class);
        }
    }),

    RECOGNISES_EVERYTHING("whatIsNoModelIsNotRecognised", new WrappedBackend() {
        @Override
        public boolean recognises(Path model) {
            return true;
        }
    }),

    THROWS_AT_A_MISSING_PATH("whatIsNoModelIsNotRecognised", new WrappedBackend() {
        @Override
        public boolean recognises(Path model) {
            if (Files.notExists(model)) {
                throw new IllegalArgumentException(model + " is missing");
            }
            return super.recognises(model);
        }
    }),

    DOES_NOT_SAY_WHAT_IS_MISSING("openingAMissingModelNamesIt", new WrappedBackend() {
        @Override
        public FlowModel open(Path model, Execution execution) throws IOException {
            try {
                return super.open(model, execution);
            } catch (IOException e) {
                throw new IOException("no model there", e);
            }
        }
    }),

    OPENS_AN_EMPTY_FOLDER("openingWhatIsNoModelNamesIt", new WrappedBackend() {
        @Override
        public FlowModel open(Path model, Execution execution) throws IOException {
            return recognises(model) ? super.open(model, execution) : new AffineFlow(AffineNetworks.plane());
        }
    }),

    THROWS_UNCHECKED_AT_A_CORRUPT_MODEL("openingACorruptModelNamesIt", new WrappedBackend() {
        @Override
        public FlowModel open(Path model, Execution execution) throws IOException {
            try {
                return super.open(model, execution);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    });

    private final String check;
    private final FlowBackend backend;

    BackendDefect(String check, FlowBackend backend) {
        this.check = check;
        this.backend = backend;
    }

    /** The check that must detect it. */
    String check() {
        return check;
    }

    FlowBackend backend() {
        return backend;
    }
}
