// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.inprocess.observation;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Registers what has the MongoDB clients that Boot makes observed: a customizer of their
 * settings, whose interface has another name in each of Boot's lines.
 */
final class MongoObservationRegistrar implements ImportBeanDefinitionRegistrar {

	private static final String[] INTERFACES = {
			"org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer",
			"org.springframework.boot.autoconfigure.mongo.MongoClientSettingsBuilderCustomizer" };

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		ClassLoader loader = ClassUtils.getDefaultClassLoader();
		for (String name : INTERFACES) {
			if (ClassUtils.isPresent(name, loader)) {
				RootBeanDefinition customizer = new RootBeanDefinition(MongoObservationCustomizer.class);
				customizer.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
				customizer.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, ClassUtils.resolveClassName(name, loader));
				registry.registerBeanDefinition("mongoObservationCustomizer", customizer);
			}
		}
	}

}
