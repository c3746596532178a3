from django.urls import path

from .views import promotion, samples

urlpatterns = [
    path("samples/", samples.sample_list, name="sample_list"),
    path("<cd_code:cd_code>/samples/", samples.samples, name="samples"),
    path("<cd_code:cd_code>/samples/<slug:slug>/copy/", samples.sample_copy, name="sample_copy"),
    path("<cd_code:cd_code>/activities/<int:pk>/tell/", promotion.promotion, name="promotion"),
    path("<cd_code:cd_code>/activities/<int:pk>/poster.pdf", promotion.poster, name="poster"),
    path("<cd_code:cd_code>/activities/<int:pk>/flyer.pdf", promotion.flyer, name="flyer"),
]
