package io.github.webhooksemitter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of the design and the arrows between them. */
@AnalyzeClasses(packages = "io.github.webhooksemitter", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule arrows_point_from_the_door_inward = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("door")
            .definedBy("io.github.webhooksemitter")
            .layer("delivery")
            .definedBy("..delivery..")
            .layer("emitter")
            .definedBy("..emitter..")
            .layer("signature")
            .definedBy("..signature..")
            .layer("management")
            .definedBy("..management..")
            .layer("transport")
            .definedBy("..transport..")
            .layer("queue")
            .definedBy("..queue..")
            .layer("receiver")
            .definedBy("..receiver..")
            .whereLayer("door")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("receiver")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("management")
            .mayOnlyBeAccessedByLayers("door")
            .whereLayer("delivery")
            .mayOnlyBeAccessedByLayers("door", "management")
            .whereLayer("emitter")
            .mayOnlyBeAccessedByLayers("door", "delivery")
            .whereLayer("transport")
            .mayOnlyBeAccessedByLayers("delivery", "emitter")
            .whereLayer("queue")
            .mayOnlyBeAccessedByLayers("delivery")
            .whereLayer("signature")
            .mayOnlyBeAccessedByLayers("delivery", "receiver");

    @ArchTest
    static final ArchRule signature_depends_on_nothing = classes()
            .that()
            .resideInAPackage("..signature..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("..signature..", "java..", "javax.crypto..", "org.jspecify..");

    @ArchTest
    static final ArchRule what_an_emitter_is_needs_no_running_Camel = noClasses()
            .that()
            .resideInAPackage("..emitter..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.apache.camel.CamelContext");

    @ArchTest
    static final ArchRule only_the_transport_room_knows_the_http_client = noClasses()
            .that()
            .resideOutsideOfPackage("..transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.hc.client5..", "org.apache.camel.component.http..");

    @ArchTest
    static final ArchRule only_the_queue_room_knows_JMS = noClasses()
            .that()
            .resideOutsideOfPackages("..queue..", "..artemis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.jms..");

    @ArchTest
    static final ArchRule rooms_have_no_circles =
            slices().matching("io.github.webhooksemitter.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothing_is_called_a_helper =
            noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager|Data|Info)");
}
