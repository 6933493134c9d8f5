"""A whole Rondel in a Kubernetes of this machine: kind or Minikube."""
